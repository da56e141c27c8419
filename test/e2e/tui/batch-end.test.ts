import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appWords } from "../../../src/words/app.ts";
import { batchWords } from "../../../src/words/batch.ts";
import { type PtyProgram, startOnPty } from "../../support/processes/pty.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { receiptsFolder, savedReceipt } from "../../support/sites/saved-receipt.ts";
import { leaveSending, sendInApp, sendSome } from "../../support/sites/send-in-app.ts";
import { withDaemon } from "../../support/sites/sender-machine.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { arrived } from "../../support/values/arrived.ts";
import { someBytes } from "../../support/values/bytes.ts";

let site: SenderSite;
let shell: PtyProgram | null = null;
beforeEach(async () => {
  site = await createSenderSite();
});
afterEach(async () => {
  await shell?.close();
  shell = null;
  await site.close();
});

const names = ["a.txt", "b.txt", "c.txt", "d.txt"];

const sendAll = async (app: PtyProgram) => {
  for (const name of names) await app.waitForText(name);
  await sendInApp(app, { select: "all", selected: "4 files" });
  await app.waitForText(arrived(4), 60_000);
};

describe("a batch that has arrived", () => {
  beforeEach(async () => {
    for (const name of names) await site.machine.write(name, name.repeat(100));
  });

  it("has one receipt for all of it, with one key", async () => {
    const app = await site.open();
    await sendAll(app);
    await app.type("s");
    const receipt = await savedReceipt(receiptsFolder(site.machine));
    for (const name of names) expect(receipt).toContain(`/in/${name}`);
    expect(receipt.match(/SHA-256/gu)).toHaveLength(4);
  });

  it("is said in the shell when the app has been left, and is no news at the next start", async () => {
    const app = await site.open();
    await sendAll(app);
    await app.type("q");
    expect(await app.exited).toBe(0);
    const last = app.output().split("\u001B[?1049l").at(-1) ?? "";
    expect(last).toContain(`${arrived(4)} · `);
    expect(last).toMatch(/ to inbox\/in in \d+ s, each one verified/u);
    const again = await site.open();
    await again.waitForText(`[${appWords.tab("browser", 0)}]`);
    await again.type("2");
    await again.waitForText(`[${appWords.tab("queue", 0)}]`);
    expect(again.screen()).not.toContain(arrived(4));
  });

  it("is the last line on stdout, where errors go to a file, too, which stays empty", async () => {
    const errors = path.join(site.machine.root, "stderr");
    const app = startOnPty(["sh", "-c", 'exec "$@" 2>"$ERRORS"', "sh", ...site.command], {
      environment: { ...site.environment, ERRORS: errors },
    });
    shell = app;
    await sendAll(app);
    await app.type("q");
    expect(await app.exited).toBe(0);
    const last = app.output().split("\u001B[?1049l").at(-1) ?? "";
    expect(last).toMatch(new RegExp(`^[^\\n]*${arrived(4)} · [^\u001B\\n]+\\r\\n$`, "u"));
    expect(await readFile(errors, "utf8")).toBe("");
  });
});

describe("an app that was left while something is sent", () => {
  it("says what continues and where, and shows it at the next start without a key", async () => {
    const letThrough = holdParts(site.store, 1);
    await site.machine.write("big.bin", someBytes(14));
    const environment = withDaemon({});
    const app = await site.open({ environment });
    await sendSome(app, "big.bin");
    // What is on its way can be seen where the queue is not, too.
    await app.type("1");
    await app.waitForText(/1 file to go · [1-9]\d?%/);
    expect(await leaveSending(app)).toBe(0);
    const last = app.output().split("\u001B[?1049l").at(-1) ?? "";
    expect(last).toContain(batchWords.continues(1, null).slice(0, 30));
    const back = await site.open({ environment });
    await back.waitForText(`[${appWords.tab("queue", 1)}]`);
    await back.waitForText(/Uploading 1 file/);
    letThrough();
    await back.waitForText(arrived(1), 60_000);
  });
});
