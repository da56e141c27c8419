import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProcessOwner } from "../../../../src/services/adapters/disk/process-owner.ts";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someTransfer } from "../../../support/values/transfers.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sqlite-work-"));
  file = path.join(folder, "state", "state.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a state database", () => {
  it("has work where a daemon has files that have not ended, or left them to the next, or an end is news", () => {
    const hasWork = () => {
      const store = valueOf(openTransferStore(file));
      const found = valueOf(store.hasWork());
      store.close();
      return found;
    };
    expect(hasWork()).toBe(false);
    const transfer = someTransfer({ batchId: "b1" });
    const command = valueOf(openTransferStore(file));
    const batch = { id: "b1", note: null, logUrl: null, startedAtMs: 1, isComplete: true };
    valueOf(command.add([transfer], [batch]));
    command.close();
    // A person is asked about what a command has left.
    expect(hasWork()).toBe(false);
    const daemon = valueOf(openTransferStore(file, { owner: createProcessOwner("worker") }));
    valueOf(daemon.claim([transfer.id]));
    expect(hasWork()).toBe(true);
    // Who comes back to it must not take it for sent.
    valueOf(daemon.save({ ...transfer, state: { name: "paused" } }));
    expect(hasWork()).toBe(true);
    valueOf(daemon.release("ours for the next daemon"));
    expect(hasWork()).toBe(true);
    valueOf(daemon.save({ ...transfer, state: { name: "cancelled" }, endedAtMs: 2 }));
    expect(hasWork()).toBe(true);
    valueOf(daemon.batches.see(["b1"]));
    expect(hasWork()).toBe(false);
    daemon.close();
  });

  it("knows of nothing that version 4 had sent first, and keeps what is from now on", () => {
    mkdirSync(path.dirname(file));
    copyFileSync(path.join(import.meta.dirname, "../../../fixtures/state-v4-in-order.db"), file);
    const store = valueOf(openTransferStore(file));
    const before = valueOf(store.list(["waiting", "paused"]));
    expect(before.map(({ id, sentFirstAtMs }) => [id, sentFirstAtMs])).toEqual([
      ["kept-1", undefined],
      ["kept-2", undefined],
      ["kept-3", undefined],
    ]);
    const [, second] = before;
    if (second === undefined) throw new Error("no second transfer");
    valueOf(store.save({ ...second, sentFirstAtMs: 1_760_000_100_000 }));
    store.close();
    const again = valueOf(openTransferStore(file));
    expect(valueOf(again.find("kept-2"))).toEqual({
      ...second,
      sentFirstAtMs: 1_760_000_100_000,
    });
    expect(valueOf(again.batches.receipts(second.batchId ?? ""))).toHaveLength(1);
    again.close();
  });
});
