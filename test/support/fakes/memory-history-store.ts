import { commonFolder } from "../../../src/domain/batch.ts";
import { ok } from "../../../src/domain/result.ts";
import type { Receipt } from "../../../src/domain/receipt.ts";
import type { Transfer, TransferTarget } from "../../../src/domain/transfer.ts";
import type {
  HistoryBatch,
  HistoryEntry,
  HistoryQuery,
  HistoryStore,
  HistoryWindow,
} from "../../../src/services/ports/history-store.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";

/** The folder that both are in. */
const inFolder = (a: TransferTarget, b: TransferTarget): TransferTarget => ({
  ...a,
  key: commonFolder(a.key < b.key ? a.key : b.key, a.key < b.key ? b.key : a.key),
});

const pageOf = <T>(all: readonly T[], { from, count }: HistoryWindow) =>
  ok({ rows: all.slice(from, from + count), from, total: all.length });

const isAsked =
  ({ text, states, sinceMs, batchId }: HistoryQuery) =>
  (transfer: Transfer): boolean =>
    states.includes(transfer.state.name) &&
    (transfer.endedAtMs ?? 0) >= (sinceMs ?? 0) &&
    (batchId === null || transfer.batchId === batchId) &&
    (text === null ||
      [transfer.path, transfer.target.key].some((each) =>
        each.toLowerCase().includes(text.toLowerCase()),
      ));

/** A HistoryStore over what is in memory. */
export const createMemoryHistoryStore = (
  transfers: () => Iterable<Transfer>,
  receipts: () => readonly Receipt[],
): HistoryStore => {
  const ended = (): readonly Transfer[] =>
    [...transfers()]
      .filter(({ endedAtMs }) => endedAtMs !== null)
      .toReversed()
      .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0));
  const toEntry = ({ id, path, target, fingerprint, state, endedAtMs }: Transfer): HistoryEntry => {
    const receiptId = state.name === "delivered" ? state.receiptId : null;
    return {
      transferId: id,
      path,
      target,
      sizeBytes: fingerprint.sizeBytes,
      state: state.name,
      endedAtMs: endedAtMs ?? 0,
      error: "error" in state ? state.error : null,
      receiptId,
      verified: receipts().find((receipt) => receipt.id === receiptId)?.verified ?? null,
    };
  };
  return {
    entries: (query, window) => pageOf(ended().filter(isAsked(query)).map(toEntry), window),
    search: (query, { from, count }) => {
      const looked = ended()
        .filter(isAsked({ ...query, text: null }))
        .slice(from, from + count);
      return ok({
        rows: looked.filter(isAsked(query)).map(toEntry),
        lookedAt: looked.length,
      });
    },
    batches: ({ sinceMs }, window) => {
      const batches = new Map<string, HistoryBatch>();
      for (const transfer of ended()) {
        const { batchId: id = "", target, state, endedAtMs, fingerprint } = transfer;
        const before = batches.get(id);
        const files = { ...(before?.files ?? noFiles) };
        files[state.name] += 1;
        const bytes = state.name === "delivered" ? fingerprint.sizeBytes : 0;
        batches.set(id, {
          id,
          note: null,
          endedAtMs: before?.endedAtMs ?? endedAtMs ?? 0,
          files,
          sizeBytes: (before?.sizeBytes ?? 0) + fingerprint.sizeBytes,
          deliveredBytes: (before?.deliveredBytes ?? 0) + bytes,
          target: before ? inFolder(before.target, target) : target,
        });
      }
      const asked = [...batches.values()].filter(({ endedAtMs }) => endedAtMs >= (sinceMs ?? 0));
      return pageOf(asked, window);
    },
    delivered: () => ok(ended().filter(({ state }) => state.name === "delivered").length),
  };
};
