import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTransferStore } from "../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { unfinishedWords } from "../../../src/words/history.ts";
import { appWords } from "../../../src/words/app.ts";
import { daemonPid, isAlive } from "../../support/processes/end-daemon.ts";
import { runCli } from "../../support/processes/run-cli.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { holdParts } from "../../support/sites/hold-parts.ts";
import { receiptsFolder, savedReceipt } from "../../support/sites/saved-receipt.ts";
import { sendInApp } from "../../support/sites/send-in-app.ts";
import { withDaemon } from "../../support/sites/sender-machine.ts";
import { createSenderSite, type SenderSite } from "../../support/sites/sender-site.ts";
import { bucket } from "../../support/sites/stand-in-store.ts";
import { arrived } from "../../support/values/arrived.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

const contents = new Map([
  ["a-letter.txt", someBytes(0.01, 1)],
  ["film.mov", someBytes(14, 2)],
  ["scan.tif", someBytes(14, 3)],
  ["table.csv", someBytes(0.02, 4)],
]);

describe("a batch whose app and background uploader are killed in the middle", () => {
  let site: SenderSite;
  let stateFolder: string;
  const environment = withDaemon({});

  beforeAll(async () => {
    site = await createSenderSite();
    stateFolder = path.join(site.machine.home, "state");
    for (const [name, bytes] of contents) await site.machine.write(name, bytes);
  });
  afterAll(() => site?.close());

  const completed = (key: string) =>
    site.store.log.filter(
      (entry) =>
        entry.key === key &&
        entry.status === 200 &&
        ["CompleteMultipartUpload", "PutObject"].includes(entry.operation ?? ""),
    );
  const acknowledged = () =>
    site.store.log.filter(({ operation, status }) => operation === "UploadPart" && status === 200);

  const partsOnDisk = () => {
    const store = valueOf(openTransferStore(path.join(stateFolder, "state.db")));
    const transfers = valueOf(store.list(["uploading"]));
    const parts = transfers.flatMap(({ id }) => valueOf(store.parts(id)));
    store.close();
    return parts.length;
  };

  it("is one batch with one end after the restart", async () => {
    const letThrough = holdParts(site.store, 2);
    const first = await site.open({ environment });
    await first.waitForText("table.csv");
    await sendInApp(first, { select: "all", selected: "4 files" });
    await waitUntil("parts of large files are there", () => acknowledged().length >= 2, 60_000);
    await waitUntil("the small ones are there", () => site.store.objects(bucket).length === 2);
    await first.waitForText(/(?:film\.mov|scan\.tif).* [1-9]\d?%/, 30_000);
    await waitUntil("they are on disk", () => partsOnDisk() >= acknowledged().length);
    const pid = await daemonPid(stateFolder);
    process.kill(first.pid, "SIGKILL");
    process.kill(pid, "SIGKILL");
    await waitUntil("the uploader is gone", () => !isAlive(pid));
    await first.exited;
    const before = acknowledged().length;
    letThrough();
    const again = await site.open({ environment });
    await again.waitForText(unfinishedWords.title(2), 30_000);
    await again.press("enter");
    await again.waitForText(arrived(4), 60_000);
    // What was acknowledged before the kill is not sent again.
    const parts = acknowledged().map(({ key, partNumber }) => `${key} ${partNumber}`);
    expect(before).toBeGreaterThan(0);
    expect(new Set(parts).size).toBe(parts.length);
    await again.type("s");
    await again.waitForText("receipt-4-files");
    await again.type("q");
    expect(await again.exited).toBe(0);
    expect(again.output().split(`${arrived(4)} · `)).toHaveLength(2);
  });

  it("has each file once, one receipt each, and one receipt for all", async () => {
    for (const [name, bytes] of contents) {
      expect(await site.store.sha256(bucket, `in/${name}`)).toBe(sha256Of(bytes));
      expect(completed(`in/${name}`), name).toHaveLength(1);
    }
    const { events } = await runCli(["history", "--json"], {
      environment: site.environment,
      folder: site.machine.files,
    });
    expect(events).toHaveLength(contents.size);
    expect(new Set(events.map(({ key }) => key))).toEqual(
      new Set(Array.from(contents.keys(), (name) => `in/${name}`)),
    );
    const receipt = await savedReceipt(receiptsFolder(site.machine));
    for (const name of contents.keys()) expect(receipt.split(`/in/${name}`)).toHaveLength(2);
  });

  it("is one line of the history, and no news at the next start", async () => {
    const store = valueOf(openTransferStore(path.join(stateFolder, "state.db")));
    const page = valueOf(store.history.batches({ sinceMs: null }, { from: 0, count: 10 }));
    expect(page.rows.map(({ files }) => files.delivered)).toEqual([4]);
    expect(valueOf(store.batches.unseen())).toEqual([]);
    store.close();
    const app = await site.open({ environment });
    await app.waitForText(`[${appWords.tab("browser", 0)}]`);
    await app.type("q");
    expect(await app.exited).toBe(0);
  });
});
