import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { limitPresets } from "../../../src/domain/rate.ts";
import { defaultPreferences } from "../../../src/domain/settings.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";
import { openPlatform } from "../../../src/wiring/platform.ts";
import { openStateDatabase } from "../../../src/wiring/state-database.ts";
import { appWords } from "../../../src/words/app.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { historyWords, receiptWords } from "../../../src/words/history.ts";
import { queueWords } from "../../../src/words/queue.ts";
import { settingsWords } from "../../../src/words/settings.ts";
import type { PtyProgram } from "../../support/processes/pty.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { receiptsFolder } from "../../support/sites/saved-receipt.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket, mebibyte } from "../../support/sites/stand-in-store.ts";
import { arrived } from "../../support/values/arrived.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { someReceipt, someTransfer } from "../../support/values/transfers.ts";
import { valueOf } from "../../support/values/value-of.ts";

let site: SenderSite;
beforeEach(async () => {
  site = await createSenderSite();
});
afterEach(() => site.close());

const keys = (): readonly string[] => site.store.objects(bucket).map(({ key }) => key);

/** Speed and time left, the second line in the frame of a batch. */
const pace = /^│ +[\d.]+ [KM]iB\/s · (?:\d+ min )?\d+ (?:s|min) left/m;

/** Chooses a speed limit in the queue with so many presses of an arrow. */
const chooseLimit = async (
  app: PtyProgram,
  key: "up" | "down",
  presses: number,
  bytesPerSecond: number | null,
): Promise<void> => {
  await app.type("s");
  await app.waitForText(queueWords.limitLabel);
  for (let at = 0; at < presses; at += 1) await app.press(key);
  // Its bar is full without a limit only.
  await app.waitForText(
    bytesPerSecond === null
      ? `${queueWords.limitLabel} ${"█".repeat(11)}`
      : `░ ${queueWords.limitText(bytesPerSecond)}`,
  );
  await app.press("enter");
  await app.waitForNoText(queueWords.limitLabel);
};

/** Presses from no limit down to this one, or back. */
const stepsTo = (bytesPerSecond: number): number =>
  limitPresets.length - limitPresets.indexOf(bytesPerSecond);

it("chooses a limit by arrows, and has for each batch a bar in two shades, a speed and a time of its own", async () => {
  const [first, second] = [2 * mebibyte, 256 * 1024];
  await site.machine.write("a.jpg", someBytes(1));
  await site.machine.write("b.mov", someBytes(24, 2));
  const app = await site.open();
  await app.waitForText("b.mov");
  await app.type("2");
  await app.waitForText(queueWords.empty.slice(0, 20));
  await chooseLimit(app, "down", stepsTo(first), first);
  await app.waitForText(queueWords.limit(first));
  await app.type("1");
  await app.waitForText("b.mov");
  await sendInApp(app, { select: "all", selected: "2 files" });
  await app.waitForText(new RegExp(`^│ █+▓+░* *│\\n${pace.source}`, "m"));
  await chooseLimit(app, "up", stepsTo(first), null);
  await app.waitForNoText(queueWords.limit(first));
  await app.waitForText(arrived(2), 60_000);
  await app.press("escape");
  await chooseLimit(app, "down", stepsTo(second), second);

  await site.machine.write("c.jpg", someBytes(4, 3));
  await app.type("1r");
  await app.waitForText("c.jpg");
  await app.untilStill();
  await app.press("end");
  await app.waitForText(/▌ +c\.jpg/);
  await sendInApp(app, { select: "marked", selected: "1 file" });
  const paces = new Set<string>();
  await waitUntil("the second batch has a speed, and its time runs", () => {
    const [shown] = pace.exec(app.screen()) ?? [];
    if (shown !== undefined) paces.add(shown);
    return paces.size >= 3;
  });
  // That of the first batch, and of no limit, was in MiB.
  for (const shown of paces) expect(shown).toMatch(/^│ +[\d.]+ KiB\/s/);
  expect(app.screen()).toContain(batchWords.share({ ackedBytes: 0, totalBytes: 4 * mebibyte }));
  await chooseLimit(app, "up", stepsTo(second), null);
  await app.waitForText(arrived(1), 60_000);
});

it("sends a waiting file first with one key: it is the next to arrive", async () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"].map((name) => `${name}.bin`);
  for (const [seed, name] of names.entries())
    await site.machine.write(name, someBytes(5.25, seed + 1));
  const held = Promise.withResolvers<void>();
  // As many as are under way at once come to no end.
  for (const name of names.slice(0, 4))
    site.store.inject({
      operation: "CompleteMultipartUpload",
      key: `in/${name}`,
      does: { kind: "hold", until: held.promise },
    });
  const app = await site.open();
  await app.waitForText("g.bin");
  await sendInApp(app, { select: "all", selected: "7 files" });
  for (const name of names.slice(4))
    await app.waitForText(new RegExp(`${name} .*${queueWords.state.waiting}`));
  await app.press("end");
  await app.waitForText(/▌.*g\.bin/);
  await app.type("t");
  await app.waitForText(queueWords.sentFirst);
  await waitUntil("it is there", () => keys().length === 1);
  expect(keys()).toEqual(["in/g.bin"]);
  for (const name of ["e.bin", "f.bin"])
    await app.waitForText(new RegExp(`${name} .*${queueWords.state.waiting}`));
  held.resolve();
  await app.waitForText(arrived(7), 60_000);
  expect(keys()).toHaveLength(7);
});

/** What was delivered ten days ago. */
const deliverLongAgo = (key: string): void => {
  const atMs = Date.now() - 10 * 24 * 60 * 60 * 1000;
  const target = { connection: "clinic", bucket, key };
  const transfer = someTransfer({ target, queuedAtMs: atMs, startedAtMs: atMs });
  const receipt = someReceipt({ transferId: transfer.id, ...target, endedAtMs: atMs });
  const store = valueOf(openStateDatabase(openPlatform(site.environment).paths.stateFile));
  valueOf(store.add([transfer]));
  const state = { name: "delivered", receiptId: receipt.id } as const;
  const delivered = { ...transfer, state, endedAtMs: atMs };
  valueOf(store.end({ transfer: delivered, receipt, outcome: null }));
  store.close();
};

/** What the history says below its rows. */
const filtered = (state: "failed" | "delivered", days: number | null): string =>
  historyWords.filtered({ text: "", state, days });

it("filters the history by state and by date, saves it as JSON and CSV, and uploads again what failed", async () => {
  deliverLongAgo("in/old.txt");
  for (const name of ["a.txt", "b.txt", "c.txt"]) await site.machine.write(name, name.repeat(9));
  const allow = site.store.inject({
    operation: "PutObject",
    key: "in/c.txt",
    times: Number.POSITIVE_INFINITY,
    does: { kind: "answer", status: 403, code: "AccessDenied" },
  });
  const app = await site.open();
  await app.waitForText("c.txt");
  await sendInApp(app, { select: "all", selected: "3 files" });
  await waitUntil("two are there", () => keys().length === 2);
  await app.waitForText("1 failed");
  await app.type("3");
  const counted = historyWords.files({ ...noFiles, delivered: 2, failed: 1 });
  // The queue says as much of it, without the place.
  await app.waitForText(`${counted} · ${bucket}/in/`);

  const folder = receiptsFolder(site.machine);
  for (const [key, extension] of [
    ["S", ".json"],
    ["C", ".csv"],
  ] as const) {
    await app.type(key);
    // The end of a long path is cut.
    await app.waitForText(receiptWords.saved("").trim());
    await waitUntil(`${extension} is saved`, async () =>
      (await readdir(folder).catch(() => [])).some(
        (name) => !name.startsWith(".") && name.endsWith(extension),
      ),
    );
  }
  const files = await readdir(folder);
  expect(files.map((name) => path.extname(name)).toSorted()).toEqual([".csv", ".json"]);
  const read = async (extension: string) =>
    readFile(path.join(folder, files.find((name) => name.endsWith(extension)) ?? ""), "utf8");
  const delivered = ["in/a.txt", "in/b.txt"];
  expect(JSON.parse(await read(".json"))).toMatchObject({
    files: 2,
    receipts: expect.arrayContaining(
      delivered.map((key) => expect.objectContaining({ key, verified: "crc32-full-object" })),
    ),
  });
  const [heads = "", ...rows] = (await read(".csv")).trimEnd().split("\r\n");
  const keyColumn = heads.split(",").indexOf("key");
  expect(rows.map((row) => row.split(",")[keyColumn] ?? "").toSorted()).toEqual(delivered);

  await app.type("f");
  await app.waitForText(filtered("failed", null));
  await app.waitForText(`${bucket}/in/c.txt`);
  expect(app.screen()).not.toMatch(/(?:a|b|old)\.txt/);
  await app.type("f");
  await app.waitForText(filtered("delivered", null));
  await app.waitForText(`${bucket}/in/old.txt`);
  expect(app.screen()).toContain(`${bucket}/in/a.txt`);
  expect(app.screen()).not.toContain("c.txt");
  for (const [days, isThere] of [
    [1, false],
    [7, false],
    [30, true],
  ] as const) {
    await app.type("t");
    await app.waitForText(filtered("delivered", days));
    await app.waitForText(`${bucket}/in/a.txt`);
    expect(app.screen().includes("old.txt")).toBe(isThere);
  }
  await app.press("escape");
  await app.waitForNoText(filtered("delivered", 30));

  allow();
  await app.type("f");
  await app.waitForText(`${bucket}/in/c.txt`);
  await app.type("u");
  await waitUntil("the third is there", () => keys().includes("in/c.txt"));
  await app.waitForText(`[${appWords.tab("queue", 0)}]`);
  await app.waitForText(arrived(3));
});

/** A setting with its value. */
const shown = (words: readonly [string, string]): RegExp => new RegExp(words.join(" +"));

it("keeps after a restart what was changed in the settings, and does it at once", async () => {
  const [hidden, limit] = [
    settingsWords.preference("showHidden", { ...defaultPreferences, showHidden: true }),
    settingsWords.limit(mebibyte),
  ];
  await site.machine.write(".hidden.txt", "there");
  await site.machine.write("plain.txt", "there");
  const app = await site.open();
  await app.waitForText("plain.txt");
  expect(app.screen()).not.toContain(".hidden.txt");
  await app.type(",");
  await app.waitForText(new RegExp(`> ${settingsWords.log("clinic", undefined)[0]}`));
  await app.press("down");
  await app.waitForText(`> ${limit[0]}`);
  await app.press("right");
  await app.waitForText(shown(limit));
  await app.press("down", "down", "down");
  await app.waitForText(`> ${hidden[0]}`);
  await app.press("space");
  await app.waitForText(shown(hidden));
  await app.press("escape");
  await app.waitForText(".hidden.txt");
  await app.type("q");
  expect(await app.exited).toBe(0);

  const again = await site.open();
  await again.waitForText(".hidden.txt");
  await again.type("2");
  await again.waitForText(queueWords.limit(mebibyte));
  await again.type(",");
  await again.waitForText(shown(limit));
  await again.waitForText(shown(hidden));
});
