import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpenBatch } from "../../src/domain/batch.ts";
import { transition, type Transfer, type TransferEvent } from "../../src/domain/transfer.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { TransferStore } from "../../src/services/ports/transfer-store.ts";
import { createMemoryTransferStore } from "../support/fakes/memory-transfer-store.ts";
import { someOutcome, someReceipt, someTransfer } from "../support/values/transfers.ts";
import { valueOf } from "../support/values/value-of.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "batch-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const adapters: readonly (readonly [string, () => TransferStore])[] = [
  ["memory", createMemoryTransferStore],
  ["sqlite", () => valueOf(openTransferStore(path.join(folder, "state.db")))],
];

const batch = (changes: Partial<OpenBatch> = {}): OpenBatch => ({
  id: "b1",
  note: "for Zoë",
  startedAtMs: 10,
  isComplete: true,
  logUrl: null,
  ...changes,
});

const after = (transfer: Transfer, ...events: readonly TransferEvent[]): Transfer =>
  events.reduce(transition, transfer);

const started: TransferEvent = { type: "started", atMs: 11 };
const vanished: TransferEvent = {
  type: "failed",
  atMs: 30,
  error: { code: "FileVanished", path: "/data/report.pdf" },
};

const member = (key: string, changes: Partial<Transfer> = {}) =>
  someTransfer({
    batchId: "b1",
    target: { connection: "acme", bucket: "inbox", key },
    ...changes,
  });

describe.each(adapters)("the batches of a transfer store: %s", (_name, open) => {
  let store: TransferStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  const deliver = (
    transfer: Transfer,
    atMs: number,
    verified: "none" | "part-md5" = "part-md5",
  ) => {
    const receipt = someReceipt({ transferId: transfer.id, verified, endedAtMs: atMs });
    const delivered: TransferEvent = { type: "delivered", atMs, receiptId: receipt.id };
    const outcome = someOutcome({ id: receipt.id, batchId: "b1" });
    valueOf(store.end({ transfer: after(transfer, started, delivered), receipt, outcome }));
    return receipt;
  };
  const found = () => valueOf(store.batches.find("b1"));

  it("know what belongs to them, where it goes, and what became of it", () => {
    const one = member("north/a.pdf");
    const two = member("north/z.pdf");
    valueOf(store.add([two, one], [batch()]));
    expect(found()).toMatchObject({
      ...batch(),
      closedAtMs: null,
      files: { waiting: 2, delivered: 0 },
      bytes: { waiting: 2_468 },
      bucket: "inbox",
      connection: "acme",
      firstKey: "north/a.pdf",
      lastKey: "north/z.pdf",
    });
    deliver(one, 20, "none");
    expect(found()).toMatchObject({
      closedAtMs: null,
      files: { waiting: 1, delivered: 1 },
      bytes: { delivered: 1_234 },
      unverifiedFiles: 1,
    });
    expect(valueOf(store.batches.find("nobody"))).toBeNull();
  });

  it("are closed with the end of their last transfer, however it ends", () => {
    const [one, two, three] = [member("a"), member("b"), member("c")];
    valueOf(store.add([one, two, three], [batch()]));
    const receipt = deliver(one, 20);
    valueOf(store.save(after(two, { type: "cancelled", atMs: 25 })));
    expect(found()?.closedAtMs).toBeNull();
    expect(valueOf(store.batches.unseen())).toEqual([]);
    const failed = after(three, started, vanished);
    valueOf(store.end({ transfer: failed, receipt: null, outcome: null }));
    expect(found()?.closedAtMs).toBe(30);
    expect(valueOf(store.batches.unseen()).map(({ id }) => id)).toEqual(["b1"]);
    expect(valueOf(store.batches.receipts("b1"))).toEqual([receipt]);
  });

  it("are no news any more once they were seen, until a retry opens them again", () => {
    const one = member("a");
    valueOf(store.add([one], [batch()]));
    const failed = after(one, started, vanished);
    valueOf(store.end({ transfer: failed, receipt: null, outcome: null }));
    valueOf(store.batches.see(["b1"]));
    expect(valueOf(store.batches.unseen())).toEqual([]);
    const retried = after(failed, { type: "retried" });
    valueOf(store.save(retried));
    expect(found()?.closedAtMs).toBeNull();
    deliver(retried, 40);
    expect(found()?.closedAtMs).toBe(40);
    expect(valueOf(store.batches.unseen())).toHaveLength(1);
  });

  it("are not closed while more is being added to them", () => {
    const [one, two] = [member("a"), member("b")];
    valueOf(store.add([one], [batch({ isComplete: false })]));
    deliver(one, 20);
    expect(found()).toMatchObject({ isComplete: false, closedAtMs: null });
    valueOf(store.add([two], [batch()]));
    expect(found()).toMatchObject({ isComplete: true, closedAtMs: null });
    deliver(two, 30);
    expect(found()?.closedAtMs).toBe(30);
  });

  it("have a stream, too, which is recorded when it has ended", () => {
    const stream = member("dump.sql", { path: "-", state: { name: "uploading" } });
    valueOf(store.add([], [batch()]));
    expect(found()?.closedAtMs).toBeNull();
    deliver(stream, 20);
    expect(found()).toMatchObject({ closedAtMs: 20, files: { delivered: 1 } });
  });

  it("know when the log server has taken the last message about them", async () => {
    const [one, two] = [member("a"), member("b")];
    valueOf(store.add([one, two], [batch()]));
    const first = deliver(one, 20);
    const second = deliver(two, 30);
    expect(found()?.reports).toEqual({ waiting: 2, takenAtMs: null });
    const taken = { type: "deleteOutcomes", ids: [first.id], takenAtMs: 50 } as const;
    valueOf(await store.commit([taken]));
    expect(found()?.reports).toEqual({ waiting: 1, takenAtMs: 50 });
    // Taken out of the outbox for another reason: nobody was told.
    valueOf(store.deleteOutcomes([second.id]));
    expect(found()?.reports).toEqual({ waiting: 0, takenAtMs: 50 });
  });
});
