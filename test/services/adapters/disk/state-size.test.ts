import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareStatements } from "../../../../src/services/adapters/disk/sqlite-statements.ts";
import { openTransferStore } from "../../../../src/services/adapters/disk/sqlite-transfer-store.ts";
import { someReceipt, someTransfer } from "../../../support/values/transfers.ts";
import { valueOf } from "../../../support/values/value-of.ts";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "state-size-"));
  file = path.join(folder, "state.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a state database of years", () => {
  it("looks through no table for what is asked often: it only grows", () => {
    valueOf(openTransferStore(file)).close();
    const database = new DatabaseSync(file);
    const planOf = ({ sourceSQL }: { readonly sourceSQL: string }) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sourceSQL}`)
        .all()
        .map(({ detail }) => String(detail))
        .filter((step) => /^SCAN (?:transfers|receipts|outbox)(?! USING)/u.test(step));
    const statements = prepareStatements(database);
    const often = [
      statements.receiptsOf,
      statements.owners,
      statements.releaseAll,
      statements.handOver,
      statements.listUnended,
      statements.hasUnfinished,
      statements.findUnfinished,
    ];
    expect(often.flatMap(planOf)).toEqual([]);
    expect(planOf(statements.list)).not.toEqual([]);
    database.close();
  });

  it("is smaller after much of it was forgotten", () => {
    const store = valueOf(openTransferStore(file));
    const count = 2_000;
    const transfers = Array.from({ length: count }, (_, n) => someTransfer({ path: `/data/${n}` }));
    valueOf(store.add(transfers));
    const ends = transfers.map((transfer) => {
      const receipt = someReceipt({ transferId: transfer.id, endedAtMs: 1 });
      const state = { name: "delivered", receiptId: receipt.id } as const;
      return { ...transfer, state, endedAtMs: 1, receipt };
    });
    for (const { receipt, ...transfer } of ends)
      valueOf(store.end({ transfer, receipt, outcome: null }));
    const sizeNow = () => statSync(file).size + statSync(`${file}-wal`).size;
    const before = sizeNow();
    expect(valueOf(store.forgetBefore(2))).toBe(count);
    expect(sizeNow()).toBeLessThan(before / 4);
    store.close();
  });
});
