import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { transition, type Transfer } from "../../src/domain/transfer.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { PartRecord, TransferStore } from "../../src/services/ports/transfer-store.ts";
import { createMemoryTransferStore } from "../support/fakes/memory-transfer-store.ts";
import { someOutcome, someReceipt, someTransfer } from "../support/values/transfers.ts";
import { valueOf } from "../support/values/value-of.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "transfer-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const adapters: readonly (readonly [string, () => TransferStore])[] = [
  ["memory", createMemoryTransferStore],
  ["sqlite", () => valueOf(openTransferStore(path.join(folder, "state.db")))],
];

const part = (partNumber: number): PartRecord => ({
  partNumber,
  sizeBytes: 5_242_880,
  etag: `etag-${partNumber}`,
  crc32: 0xffffffff - partNumber,
  proof: "part-md5",
});

describe.each(adapters)("a transfer store: %s", (_name, open) => {
  let store: TransferStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  it("gives back exactly what was added, in the order of queueing", () => {
    const second = someTransfer({ queuedAtMs: 2, path: "/data/name\nwith escapes\u001B[2J" });
    const first = someTransfer({
      queuedAtMs: 1,
      fingerprint: { sizeBytes: 5 * 1024 ** 4, mtimeMs: 0.5, inode: 2 ** 63, device: 0 },
    });
    const third = someTransfer({ queuedAtMs: 2 });
    valueOf(store.add([second, first, third]));
    expect(valueOf(store.list(["waiting"]))).toEqual([first, second, third]);
    expect(valueOf(store.find(second.id))).toEqual(second);
    expect(valueOf(store.find("nobody"))).toBeNull();
  });

  it("keeps what has ended before it is added, as nobody's, and its batch ends with it", () => {
    const batch = { id: "b", note: null, startedAtMs: 1, isComplete: true, logUrl: null };
    const error = { code: "ObjectExists", bucket: "inbox", key: "a" } as const;
    const skipped = [7, 9].map((endedAtMs) =>
      someTransfer({ state: { name: "skipped", error }, endedAtMs, batchId: "b" }),
    );
    valueOf(store.add(skipped, [batch]));
    expect(valueOf(store.list(["skipped"]))).toEqual(skipped);
    expect(valueOf(store.list(["skipped"], "nobody alive"))).toEqual(skipped);
    expect(valueOf(store.batches.find("b"))).toMatchObject({ closedAtMs: 9, isComplete: true });
  });

  it("ends a batch only with the last of what was added to it", () => {
    const batch = { id: "b", note: null, startedAtMs: 1, isComplete: true, logUrl: null };
    const error = { code: "ObjectExists", bucket: "inbox", key: "a" } as const;
    const state = { name: "skipped", error } as const;
    const waiting = someTransfer({ batchId: "b" });
    const skipped = someTransfer({ state, endedAtMs: 7, batchId: "b" });
    valueOf(store.add([skipped, waiting], [batch]));
    expect(valueOf(store.batches.find("b"))?.closedAtMs).toBeNull();
    valueOf(
      store.end({ transfer: { ...waiting, state, endedAtMs: 8 }, receipt: null, outcome: null }),
    );
    expect(valueOf(store.batches.find("b"))?.closedAtMs).toBe(8);
  });

  it.each<Partial<Transfer>>([
    { state: { name: "paused" }, multipart: { uploadId: "u", partBytes: 7, startedAtMs: 3 } },
    {
      state: {
        name: "failed",
        error: { code: "AccessDenied", right: "write", bucket: "b", answer: { status: 403 } },
      },
      endedAtMs: 9,
    },
    {
      state: { name: "skipped", error: { code: "ObjectExists", bucket: "b", key: "k" } },
      endedAtMs: 9,
    },
    { state: { name: "cancelled" }, endedAtMs: 9 },
    { state: { name: "uploading" }, startedAtMs: 8 },
    { target: { connection: "acme", bucket: "inbox", key: "report (2).pdf" }, conflict: "rename" },
    { fingerprint: { sizeBytes: 0, mtimeMs: 1, inode: 2, device: 3 } },
    { options: { sse: "aws:kms:key", tags: { a: "b" } } },
  ])("remembers a change to %o", (changes) => {
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    valueOf(store.save({ ...transfer, ...changes }));
    expect(valueOf(store.find(transfer.id))).toEqual({ ...transfer, ...changes });
  });

  it("finds the newest of one source to one key that can go on, a failed one too", () => {
    const older = someTransfer({
      queuedAtMs: 1,
      state: { name: "failed", error: { code: "StoreFault" } },
    });
    const newer = someTransfer({ queuedAtMs: 2, state: { name: "paused" } });
    const over = someTransfer({ queuedAtMs: 3, state: { name: "cancelled" } });
    const elsewhere = someTransfer({ queuedAtMs: 4, target: { ...older.target, key: "other" } });
    valueOf(store.add([older, newer, over, elsewhere]));
    expect(valueOf(store.findUnfinished(older.path, older.target))?.id).toBe(newer.id);
    valueOf(store.save({ ...newer, state: { name: "cancelled" } }));
    expect(valueOf(store.findUnfinished(older.path, older.target))?.id).toBe(older.id);
    expect(valueOf(store.findUnfinished("/else", older.target))).toBeNull();
    expect(valueOf(store.hasUnfinished())).toBe(true);
    expect(valueOf(store.findUnfinished(older.path, { ...older.target, bucket: "b" }))).toBeNull();
  });

  it("has nothing unfinished where all have ended", () => {
    expect(valueOf(store.hasUnfinished())).toBe(false);
    valueOf(store.add([someTransfer({ state: { name: "cancelled" } })]));
    expect(valueOf(store.hasUnfinished())).toBe(false);
  });

  it("finds one that was renamed under the key that was asked for", () => {
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    const target = { ...transfer.target, key: "november/report (2).pdf" };
    valueOf(store.save({ ...transfer, target }));
    expect(valueOf(store.findUnfinished(transfer.path, transfer.target))?.target).toEqual(target);
    expect(valueOf(store.findUnfinished(transfer.path, target))).toBeNull();
  });

  it("keeps each part once, by number, and forgets them together", () => {
    const [one, two] = [someTransfer(), someTransfer()];
    valueOf(store.add([one, two]));
    for (const partNumber of [3, 1, 2]) valueOf(store.recordPart(one.id, part(partNumber)));
    valueOf(store.recordPart(one.id, { ...part(2), etag: "again" }));
    valueOf(store.recordPart(two.id, part(9)));
    expect(valueOf(store.parts(one.id))).toEqual([part(1), { ...part(2), etag: "again" }, part(3)]);
    valueOf(store.deleteParts(one.id));
    expect(valueOf(store.parts(one.id))).toEqual([]);
    expect(valueOf(store.parts(two.id))).toEqual([part(9)]);
  });

  it("ends a transfer with its receipt and its outcome at once, and drops its parts", () => {
    const multipart = { uploadId: "u", partBytes: 8, startedAtMs: 1 };
    const transfer = someTransfer({ state: { name: "uploading" }, multipart });
    const receipt = someReceipt({ transferId: transfer.id });
    const outcome = someOutcome({ id: receipt.id, connection: receipt.connection });
    valueOf(store.add([transfer]));
    valueOf(store.recordPart(transfer.id, part(1)));
    const ended = transition(transfer, { type: "delivered", atMs: 7, receiptId: receipt.id });
    valueOf(store.end({ transfer: ended, receipt, outcome }));
    expect(valueOf(store.find(transfer.id))).toEqual(ended);
    expect(valueOf(store.receipt(receipt.id))).toEqual(receipt);
    expect(valueOf(store.outbox(10))).toEqual([outcome]);
    expect(valueOf(store.parts(transfer.id))).toEqual([]);
  });

  it("keeps the parts of a failed transfer, for going on", () => {
    const transfer = someTransfer({ state: { name: "uploading" } });
    valueOf(store.add([transfer]));
    valueOf(store.recordPart(transfer.id, part(1)));
    const ended = transition(transfer, { type: "failed", atMs: 7, error: { code: "StoreFault" } });
    valueOf(store.end({ transfer: ended, receipt: null, outcome: someOutcome() }));
    expect(valueOf(store.parts(transfer.id))).toEqual([part(1)]);
  });

  it("commits many changes of several transfers", async () => {
    const [one, two] = [someTransfer(), someTransfer()];
    valueOf(store.add([one, two]));
    const paused = transition(one, { type: "paused" });
    valueOf(
      await store.commit([
        { type: "save", transfer: paused },
        { type: "recordPart", transferId: two.id, part: part(4) },
        { type: "recordPart", transferId: one.id, part: part(5) },
        { type: "deleteParts", transferId: one.id },
      ]),
    );
    expect(valueOf(store.find(one.id))).toEqual(paused);
    expect(valueOf(store.parts(one.id))).toEqual([]);
    expect(valueOf(store.parts(two.id))).toEqual([part(4)]);
  });

  it("gives receipts newest first, as many as asked for", () => {
    const receipts = [someReceipt({ endedAtMs: 1 }), someReceipt({ endedAtMs: 2 })];
    for (const receipt of receipts) {
      const transfer = someTransfer();
      valueOf(store.add([transfer]));
      valueOf(store.end({ transfer, receipt, outcome: null }));
    }
    expect(valueOf(store.receipts(5))).toEqual(receipts.toReversed());
    expect(valueOf(store.receipts(1))).toEqual([receipts[1]]);
    expect(valueOf(store.receipt("nobody"))).toBeNull();
  });

  it("gives the receipts of one key, newest first", () => {
    const keys = ["a/b.csv", "a/b.csv", "a/b.csv.gz", "a/B.csv", "a/é.csv", "a/é.csv"];
    const receipts = keys.map((key, index) => someReceipt({ key, endedAtMs: index }));
    receipts.push(someReceipt({ key: "a/b.csv", bucket: "other" }));
    for (const receipt of receipts) {
      const transfer = someTransfer();
      valueOf(store.add([transfer]));
      valueOf(store.end({ transfer, receipt, outcome: null }));
    }
    expect(valueOf(store.receiptsOf("inbox", "a/b.csv"))).toEqual([receipts[1], receipts[0]]);
    expect(valueOf(store.receiptsOf("inbox", "a/é.csv"))).toEqual([receipts[5], receipts[4]]);
    expect(valueOf(store.receiptsOf("other", "a/b.csv"))).toEqual([receipts[6]]);
    expect(valueOf(store.receiptsOf("inbox", "a/"))).toEqual([]);
  });

  it("gives what was delivered of the files at some paths, and nothing that was not", () => {
    const delivered = (path: string, endedAtMs: number) => {
      const receipt = someReceipt();
      const transfer = someTransfer({
        id: receipt.transferId,
        path,
        state: { name: "delivered", receiptId: receipt.id },
        endedAtMs,
      });
      valueOf(store.add([transfer]));
      valueOf(store.end({ transfer, receipt, outcome: null }));
      return { transfer, receipt };
    };
    const one = delivered("/data/it's 100%.csv", 5);
    const other = delivered("/data/b.csv", 6);
    delivered("/data/unasked.csv", 7);
    valueOf(store.add([someTransfer({ path: "/data/b.csv" })]));
    const asked = ["/data/it's 100%.csv", "/data/b.csv", "/data/never.csv"];
    const found = valueOf(store.deliveriesOf(asked));
    expect(found.toSorted((a, b) => a.deliveredAtMs - b.deliveredAtMs)).toEqual(
      [one, other].map(({ transfer: { path, fingerprint, target, endedAtMs }, receipt }) => ({
        path,
        sizeBytes: fingerprint.sizeBytes,
        mtimeMs: fingerprint.mtimeMs,
        ...target,
        askedKey: target.key,
        receiptId: receipt.id,
        deliveredAtMs: endedAtMs,
      })),
    );
    expect(valueOf(store.deliveriesOf([]))).toEqual([]);
  });

  it("forgets what ended before a time, and nothing that can go on", () => {
    const old = someReceipt({ endedAtMs: 100 });
    const young = someReceipt({ endedAtMs: 200 });
    const delivered = (receipt: typeof old) =>
      someTransfer({
        id: receipt.transferId,
        state: { name: "delivered", receiptId: receipt.id },
        endedAtMs: receipt.endedAtMs,
      });
    const failed = someTransfer({
      state: { name: "failed", error: { code: "FileVanished", path: "/a" } },
      endedAtMs: 100,
    });
    const waiting = someTransfer();
    valueOf(store.add([delivered(old), delivered(young), failed, waiting]));
    for (const receipt of [old, young]) {
      const outcome = someOutcome();
      valueOf(store.end({ transfer: delivered(receipt), receipt, outcome }));
    }
    expect(valueOf(store.forgetBefore(200))).toBe(1);
    expect(valueOf(store.receipts(9))).toEqual([young]);
    expect(valueOf(store.find(old.transferId))).toBeNull();
    expect(valueOf(store.find(young.transferId))).not.toBeNull();
    expect(valueOf(store.list(["failed", "waiting"])).map(({ id }) => id)).toEqual(
      expect.arrayContaining([failed.id, waiting.id]),
    );
    expect(valueOf(store.outboxSize())).toBe(2);
    expect(valueOf(store.forgetBefore(0))).toBe(0);
  });

  it("leaves dismissed transfers out of lists until they run again", () => {
    const transfer = someTransfer({ state: { name: "cancelled" }, endedAtMs: 1 });
    valueOf(store.add([transfer]));
    valueOf(store.dismiss([transfer.id]));
    expect(valueOf(store.list(["cancelled"]))).toEqual([]);
    expect(valueOf(store.find(transfer.id))).toEqual(transfer);
    const again = transition(transfer, { type: "retried" });
    valueOf(store.save(again));
    expect(valueOf(store.list(["waiting", "cancelled"]))).toEqual([again]);
  });

  it("owns what it added, and may claim and release it", () => {
    const transfer = someTransfer();
    valueOf(store.add([transfer]));
    expect(valueOf(store.claim([transfer.id]))).toEqual(new Map());
    valueOf(store.release("ours"));
    expect(valueOf(store.claim([transfer.id]))).toEqual(new Map());
  });
});
