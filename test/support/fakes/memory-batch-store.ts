import type { BatchRecord, ByState, OpenBatch } from "../../../src/domain/batch.ts";
import type { Outcome } from "../../../src/domain/outcome.ts";
import type { Receipt } from "../../../src/domain/receipt.ts";
import { ok } from "../../../src/domain/result.ts";
import { isEnded, type Transfer } from "../../../src/domain/transfer.ts";
import type { BatchStore } from "../../../src/services/ports/batch-store.ts";
import { noFiles } from "../../../src/services/ports/transfer-view.ts";

/** What the batches are made of. */
export interface BatchParts {
  readonly transfers: () => Iterable<Transfer>;
  readonly receipts: () => readonly Receipt[];
  readonly outbox: () => readonly Outcome[];
}

interface Kept extends OpenBatch {
  readonly closedAtMs: number | null;
  readonly isSeen: boolean;
  readonly takenAtMs: number | null;
}

/** A BatchStore without a disk, and what its transfers tell it. */
export const createMemoryBatchStore = ({ transfers, receipts, outbox }: BatchParts) => {
  const batches = new Map<string, Kept>();
  const change = (id: string, more: Partial<Kept>) => {
    const before = batches.get(id);
    if (before) batches.set(id, { ...before, ...more });
  };
  const transfersOf = (id: string) =>
    [...transfers()]
      .filter(({ batchId }) => batchId === id)
      .toSorted((a, b) => a.queuedAtMs - b.queuedAtMs);
  /** Looked at with each end, so that nothing is copied. */
  const isOver = (id: string): boolean => {
    let hasTransfers = false;
    for (const { batchId, state } of transfers()) {
      if (batchId !== id) continue;
      if (!isEnded(state)) return false;
      hasTransfers = true;
    }
    return hasTransfers;
  };
  const sums = (id: string, of: (transfer: Transfer) => number): ByState => {
    const sum = { ...noFiles };
    for (const transfer of transfersOf(id)) sum[transfer.state.name] += of(transfer);
    return sum;
  };
  const receiptsOf = (id: string) =>
    transfersOf(id).flatMap(({ state }) =>
      state.name === "delivered"
        ? receipts().filter((receipt) => receipt.id === state.receiptId)
        : [],
    );
  const toRecord = (kept: Kept): BatchRecord => {
    const { id, note, logUrl, startedAtMs, isComplete, closedAtMs, takenAtMs } = kept;
    const targets = transfersOf(id).map(({ target }) => target);
    const keys = targets.map(({ key }) => key).toSorted();
    return {
      id,
      note,
      logUrl,
      startedAtMs,
      isComplete,
      closedAtMs,
      files: sums(id, () => 1),
      bytes: sums(id, ({ fingerprint }) => fingerprint.sizeBytes),
      unverifiedFiles: receiptsOf(id).filter(({ verified }) => verified === "none").length,
      bucket:
        new Set(targets.map(({ bucket }) => bucket)).size === 1
          ? (targets[0]?.bucket ?? null)
          : null,
      connection: targets.map(({ connection }) => connection).toSorted()[0] ?? "",
      firstKey: keys[0] ?? "",
      lastKey: keys.at(-1) ?? "",
      reports: { waiting: outbox().filter(({ batchId }) => batchId === id).length, takenAtMs },
    };
  };
  const close = (atMs: number) => {
    for (const { id, isComplete, closedAtMs } of batches.values())
      if (isComplete && closedAtMs === null && isOver(id)) change(id, { closedAtMs: atMs });
  };
  const store: BatchStore = {
    find: (id) => {
      const kept = batches.get(id);
      return ok(kept ? toRecord(kept) : null);
    },
    unseen: () =>
      ok(
        [...batches.values()]
          .filter(({ closedAtMs, isSeen }) => closedAtMs !== null && !isSeen)
          .toSorted((a, b) => (a.closedAtMs ?? 0) - (b.closedAtMs ?? 0))
          .map(toRecord),
      ),
    see: (ids) => ok(ids.forEach((id) => change(id, { isSeen: true }))),
    completeLeft: (atMs) => ok(close(atMs)),
    receipts: (id) => ok(receiptsOf(id)),
  };
  return {
    store,
    open: (opened: readonly OpenBatch[]) => {
      for (const batch of opened)
        if (!batches.has(batch.id))
          batches.set(batch.id, {
            ...batch,
            isComplete: false,
            closedAtMs: null,
            isSeen: false,
            takenAtMs: null,
          });
    },
    complete: (opened: readonly OpenBatch[]) => {
      for (const { id, isComplete } of opened) if (isComplete) change(id, { isComplete });
    },
    close,
    reopen: (id: string) => {
      if (batches.get(id)?.closedAtMs !== null) change(id, { closedAtMs: null, isSeen: false });
    },
    taken: (id: string, takenAtMs: number) => change(id, { takenAtMs }),
  };
};
