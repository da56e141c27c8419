import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Transfer } from "../../src/domain/transfer.ts";
import { openTransferStore } from "../../src/services/adapters/disk/sqlite-transfer-store.ts";
import type { HistoryQuery } from "../../src/services/ports/history-store.ts";
import type { TransferStore } from "../../src/services/ports/transfer-store.ts";
import { createMemoryTransferStore } from "../support/fakes/memory-transfer-store.ts";
import { cpuMsOf } from "../support/values/cpu-ms.ts";
import { someReceipt, someTransfer } from "../support/values/transfers.ts";
import { valueOf } from "../support/values/value-of.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "history-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const adapters: readonly (readonly [string, () => TransferStore])[] = [
  ["memory", createMemoryTransferStore],
  ["sqlite", () => valueOf(openTransferStore(path.join(folder, "state.db")))],
];

const all: HistoryQuery = {
  text: null,
  states: ["delivered", "failed", "skipped", "cancelled"],
  sinceMs: null,
  batchId: null,
};
const window = { from: 0, count: 100 };

const member = (batchId: string, key: string): Transfer =>
  someTransfer({ batchId, target: { connection: "acme", bucket: "inbox", key } });

const batch = (id: string, startedAtMs: number) => ({
  id,
  note: null,
  startedAtMs,
  isComplete: true,
  logUrl: null,
});

describe.each(adapters)("the history of a transfer store: %s", (_name, open) => {
  let store: TransferStore;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  const deliver = (transfer: Transfer, atMs: number) => {
    const receipt = someReceipt({ transferId: transfer.id, endedAtMs: atMs });
    const delivered = {
      ...transfer,
      state: { name: "delivered", receiptId: receipt.id },
      endedAtMs: atMs,
    } as const;
    valueOf(store.end({ transfer: delivered, receipt, outcome: null }));
    return receipt;
  };
  const failAt = (transfer: Transfer, atMs: number) => {
    const error = { code: "FileVanished", path: transfer.path } as const;
    const failed = { ...transfer, state: { name: "failed", error }, endedAtMs: atMs } as const;
    valueOf(store.end({ transfer: failed, receipt: null, outcome: null }));
    return error;
  };
  const keysOf = (query: Partial<HistoryQuery>, some = window) =>
    valueOf(store.history.entries({ ...all, ...query }, some)).rows.map(({ target }) => target.key);

  /** Two batches, one of them with a failure, and a file that has not ended. */
  const fill = () => {
    const [a, b, c, d] = [
      member("b1", "in/A.pdf"),
      member("b1", "in/b.pdf"),
      member("b2", "in/c.tif"),
      member("b2", "in/d.tif"),
    ];
    valueOf(store.add([a, b], [batch("b1", 1)]));
    valueOf(store.add([c, d], [batch("b2", 2)]));
    const receipt = deliver(a, 10);
    const error = failAt(b, 20);
    deliver(c, 30);
    return { receipt, error };
  };

  it("has what ended, newest first, failures too, with why or the receipt", () => {
    const { receipt, error } = fill();
    const page = valueOf(store.history.entries(all, window));
    expect(page.total).toBe(3);
    expect(page.rows.map(({ target, state }) => [target.key, state])).toEqual([
      ["in/c.tif", "delivered"],
      ["in/b.pdf", "failed"],
      ["in/A.pdf", "delivered"],
    ]);
    expect(page.rows[1]).toMatchObject({ error, receiptId: null, verified: null });
    expect(page.rows[2]).toMatchObject({
      receiptId: receipt.id,
      verified: receipt.verified,
      sizeBytes: 1_234,
      endedAtMs: 10,
    });
    expect(valueOf(store.history.delivered())).toBe(2);
  });

  it("keeps a failure that was taken off the screen", () => {
    fill();
    const [failed] = valueOf(store.list(["failed"]));
    valueOf(store.dismiss([failed?.id ?? ""]));
    expect(keysOf({ states: ["failed"] })).toEqual(["in/b.pdf"]);
  });

  it("is asked by state, by time, by name whatever the case, and by batch", () => {
    fill();
    expect(keysOf({ states: ["delivered"] })).toEqual(["in/c.tif", "in/A.pdf"]);
    expect(keysOf({ sinceMs: 20 })).toEqual(["in/c.tif", "in/b.pdf"]);
    expect(keysOf({ text: "a.PDF" })).toEqual(["in/A.pdf"]);
    expect(keysOf({ text: "%" })).toEqual([]);
    expect(keysOf({ batchId: "b1" })).toEqual(["in/b.pdf", "in/A.pdf"]);
    expect(keysOf({ batchId: "b1", text: "b.p" })).toEqual(["in/b.pdf"]);
  });

  it("comes a page at a time, and says how many there are", () => {
    fill();
    const page = valueOf(store.history.entries(all, { from: 1, count: 1 }));
    expect([page.from, page.total, page.rows.map(({ target }) => target.key)]).toEqual([
      1,
      3,
      ["in/b.pdf"],
    ]);
  });

  it("has the batches of which something ended, with what became of them", () => {
    fill();
    const page = valueOf(store.history.batches({ sinceMs: null }, window));
    expect(page.rows.map(({ id }) => id)).toEqual(["b2", "b1"]);
    expect(page.rows[1]).toMatchObject({
      endedAtMs: 20,
      files: { delivered: 1, failed: 1 },
      deliveredBytes: 1_234,
      target: { bucket: "inbox", key: "in/" },
    });
    const { rows } = valueOf(store.history.entries({ ...all, batchId: "b1" }, window));
    const sizeBytes = rows.reduce((sum, row) => sum + row.sizeBytes, 0);
    expect(page.rows[1]).toMatchObject({ sizeBytes });
    expect(sizeBytes).toBeGreaterThan(1_234);
  });

  it("is searched piece by piece: matches among some of the entries, and how many those were", () => {
    const files = ["scan-1.tif", "letter.txt", "scan-2.tif"].map((key) => member("b1", key));
    valueOf(store.add(files, [batch("b1", 1)]));
    files.forEach((file, at) => deliver(file, 10 + at));
    const search = (from: number, count: number) => {
      const { rows, lookedAt } = valueOf(
        store.history.search({ ...all, text: "SCAN" }, { from, count }),
      );
      return [rows.map(({ target }) => target.key), lookedAt];
    };
    expect(search(0, 2)).toEqual([["scan-2.tif"], 2]);
    expect(search(2, 2)).toEqual([["scan-1.tif"], 1]);
    expect(search(4, 2)).toEqual([[], 0]);
  });
});

describe("a history of 100,000 files", () => {
  it(
    "opens, is filtered by state and scrolled to its end in 300 ms of computing each",
    { timeout: 120_000 },
    () => {
      const store = valueOf(openTransferStore(path.join(folder, "state.db")));
      const files = 100_000;
      const perBatch = 1_000;
      for (let at = 0; at < files; at += perBatch) {
        const id = `batch-${at}`;
        const some = Array.from({ length: perBatch }, (_, n) => {
          const atMs = 1_760_000_000_000 + at + n;
          return someTransfer({
            batchId: id,
            path: `/data/scans/2026-11/slice-${at + n}.dcm`,
            target: { connection: "acme", bucket: "inbox", key: `north/slice-${at + n}.dcm` },
            state:
              n % 100 === 0
                ? { name: "cancelled" }
                : { name: "delivered", receiptId: `r${at + n}` },
            queuedAtMs: atMs,
            endedAtMs: atMs,
          });
        });
        valueOf(
          store.add(some, [{ id, note: null, logUrl: null, startedAtMs: at, isComplete: true }]),
        );
      }
      valueOf(store.batches.completeLeft(1_760_000_000_000));
      const screen = { from: 0, count: 60 };
      const took: Record<string, number> = {
        opens: cpuMsOf(() => {
          valueOf(store.history.batches({ sinceMs: null }, screen));
          valueOf(store.history.delivered());
        }),
        files: cpuMsOf(() => valueOf(store.history.entries(all, screen))),
        end: cpuMsOf(() => valueOf(store.history.entries(all, { from: files - 60, count: 60 }))),
        byState: cpuMsOf(() =>
          valueOf(store.history.entries({ ...all, states: ["cancelled"] }, screen)),
        ),
      };
      // Names are looked through piece by piece: what is found is shown, and no piece holds the screen up.
      const count = 4_000;
      for (let from = 0; from < files; from += count)
        took[`names from ${from}`] = cpuMsOf(() =>
          valueOf(store.history.search({ ...all, text: "slice-0." }, { from, count })),
        );
      store.close();
      for (const [what, ms] of Object.entries(took)) expect(ms, what).toBeLessThan(300);
      const pieces = Object.entries(took).filter(([what]) => what.startsWith("names"));
      expect(pieces.reduce((sum, [, ms]) => sum + ms, 0)).toBeLessThan(2_000);
    },
  );
});
