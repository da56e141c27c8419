import type { Receipt } from "../../../src/domain/receipt.ts";
import { ok } from "../../../src/domain/result.ts";
import type { HistoryBatch, HistoryEntry } from "../../../src/services/ports/history-store.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";
import type { AppServices } from "../../../src/tui/services.ts";

const toEntry = (receipt: Receipt): HistoryEntry => ({
  transferId: receipt.transferId,
  path: receipt.path,
  target: { connection: receipt.connection, bucket: receipt.bucket, key: receipt.key },
  sizeBytes: receipt.bytes,
  state: "delivered",
  endedAtMs: receipt.endedAtMs,
  error: null,
  receiptId: receipt.id,
  verified: receipt.verified,
});

const page = <T>(all: readonly T[], from: number, count: number) =>
  ok({ rows: all.slice(from, from + count), from, total: all.length });

/** What the services say of files that were delivered one by one, and of others that failed. */
export const historyOf = (
  receipts: readonly Receipt[],
  failed: readonly HistoryEntry[] = [],
): Pick<AppServices, "historyEntries" | "historyBatches" | "deliveredFiles" | "batchReceipts"> => {
  const entries = [...failed, ...receipts.map(toEntry)];
  const batches = entries.map((entry): HistoryBatch => ({
    id: `batch of ${entry.transferId}`,
    note: null,
    endedAtMs: entry.endedAtMs,
    files: { ...noFiles, [entry.state]: 1 },
    sizeBytes: entry.sizeBytes,
    deliveredBytes: entry.state === "delivered" ? entry.sizeBytes : 0,
    target: entry.target,
  }));
  return {
    historyEntries: async ({ text, states, sinceMs, batchId }, { from, count }) => {
      const wanted = (text ?? "").toLowerCase();
      const asked = entries.filter(
        (entry) =>
          states.includes(entry.state) &&
          entry.endedAtMs >= (sinceMs ?? 0) &&
          (batchId === null || batchId === `batch of ${entry.transferId}`) &&
          `${entry.path} ${entry.target.key}`.toLowerCase().includes(wanted),
      );
      return page(asked, from, count);
    },
    historyBatches: async ({ sinceMs }, { from, count }) =>
      page(
        batches.filter(({ endedAtMs }) => endedAtMs >= (sinceMs ?? 0)),
        from,
        count,
      ),
    deliveredFiles: async () => ok(receipts.length),
    batchReceipts: async (id) =>
      ok(receipts.filter(({ transferId }) => id === `batch of ${transferId}`)),
  };
};
