import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outcomeAddress } from "../../../../src/domain/outcome.ts";
import { createProcessOwner } from "../../../../src/services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someTransfer } from "../../../support/values/transfers.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "batches-"));
  file = path.join(folder, "state.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("a state of before there were batches", () => {
  it("gets one for each day, whose end is no news", () => {
    copyFileSync(path.join(import.meta.dirname, "../../../fixtures/state-v2.db"), file);
    const store = valueOf(openTransferStore(file));
    const batchOf = (id: string) => valueOf(store.find(id))?.batchId ?? "";
    expect(batchOf("t-a")).toMatch(uuidV7);
    expect(batchOf("t-b")).toBe(batchOf("t-a"));
    expect(batchOf("t-c")).not.toBe(batchOf("t-a"));
    expect(batchOf("t-d")).toBe(batchOf("t-c"));
    // Standard input had a receipt, and no transfer.
    expect(valueOf(store.find("t-stdin"))).toMatchObject({
      path: "-",
      state: { name: "delivered", receiptId: "r-stdin" },
      batchId: batchOf("t-c"),
    });
    expect(valueOf(store.batches.find(batchOf("t-a")))).toMatchObject({
      files: { delivered: 1, failed: 1 },
      closedAtMs: valueOf(store.find("t-b"))?.endedAtMs,
      firstKey: "north/a.pdf",
    });
    // One of them waits still.
    expect(valueOf(store.batches.find(batchOf("t-c")))?.closedAtMs).toBeNull();
    expect(
      valueOf(store.batches.receipts(batchOf("t-c")))
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(["r-c", "r-stdin"]);
    expect(valueOf(store.batches.unseen())).toEqual([]);
    store.close();
  });
});

describe("a state of before a batch could name its log server", () => {
  it("tells the log servers of its connections, as then", () => {
    copyFileSync(path.join(import.meta.dirname, "../../../fixtures/state-v4.db"), file);
    const store = valueOf(openTransferStore(file));
    const batchId = valueOf(store.find("t-left"))?.batchId ?? "";
    expect(valueOf(store.batches.find(batchId))).toMatchObject({ note: "kept", logUrl: null });
    expect(valueOf(store.outbox(5)).map(outcomeAddress)).toEqual([
      { connection: "north", logUrl: null },
    ]);
    store.close();
  });
});

describe("a batch that was being added to when its process was killed", () => {
  it("is complete with what it has, and ends with that", () => {
    const dead = { ...createProcessOwner(), token: "other boot/1/1#other#x", pid: 2 ** 22 };
    const before = valueOf(openTransferStore(file, { owner: { ...dead, isAlive: () => false } }));
    const cancelled = someTransfer({ batchId: "b1", state: { name: "cancelled" }, endedAtMs: 5 });
    const open = { id: "b1", note: null, logUrl: null, startedAtMs: 1, isComplete: false };
    valueOf(before.add([cancelled], [open]));
    const store = valueOf(openTransferStore(file));
    expect(valueOf(store.batches.find("b1"))).toMatchObject({ isComplete: false });
    valueOf(store.batches.completeLeft(9));
    expect(valueOf(store.batches.find("b1"))).toMatchObject({ isComplete: true, closedAtMs: 9 });
    store.close();
    before.close();
  });

  it("is left alone while that process lives", () => {
    const living = valueOf(openTransferStore(file));
    const open = { id: "b1", note: null, logUrl: null, startedAtMs: 1, isComplete: false };
    valueOf(living.add([someTransfer({ batchId: "b1" })], [open]));
    const other = valueOf(openTransferStore(file));
    valueOf(other.batches.completeLeft(9));
    expect(valueOf(other.batches.find("b1"))).toMatchObject({ isComplete: false });
    other.close();
    living.close();
  });
});
