import { toBatchId, type OpenBatch } from "../../domain/batch.ts";
import { planWithPartBytes } from "../../domain/part-plan.ts";
import { isEnded, type Transfer } from "../../domain/transfer.ts";
import type { TransferRequest } from "../ports/transfer-view.ts";
import { createBatchRow, notePlace, settleBatchRow, takeStored, toBatchRow } from "./batch-row.ts";
import type { QueueCore } from "./queue-core.ts";
import { nobody, thisProcess, type QueueRow, type RowOwner } from "./queue-row.ts";
import { addRow, updateRow } from "./queue-state.ts";

/** The batches that requests belong to; those that name none are one together, and complete. */
export const requestedBatches = (
  { deps }: QueueCore,
  requests: readonly TransferRequest[],
): {
  readonly batches: readonly OpenBatch[];
  readonly idOf: (request: TransferRequest) => string;
} => {
  const startedAtMs = deps.clock.nowMs();
  const batches = new Map<string, OpenBatch>();
  let ownId: string | null = null;
  const makeOwn = (): string => {
    const id = toBatchId(startedAtMs, deps.newId());
    batches.set(id, { id, note: null, startedAtMs, isComplete: true, logUrl: null });
    return id;
  };
  for (const { batch } of requests) {
    if (!batch) ownId ??= makeOwn();
    else {
      const before = batches.get(batch.id);
      const isComplete = batch.isLast === true || before?.isComplete === true;
      const note = batch.note ?? before?.note ?? null;
      const logUrl = batch.logUrl ?? before?.logUrl ?? null;
      batches.set(batch.id, { id: batch.id, note, startedAtMs, isComplete, logUrl });
    }
  }
  return {
    batches: [...batches.values()],
    idOf: ({ batch }) => batch?.id ?? ownId ?? "",
  };
};

/** Begins batches in the memory of the queue, or notes that they are complete. They are on disk already. */
export const showBatches = ({ state }: QueueCore, batches: readonly OpenBatch[]): void => {
  for (const batch of batches) {
    const row = state.batches.get(batch.id);
    if (row) row.isComplete ||= batch.isComplete;
    else state.batches.set(batch.id, createBatchRow(batch));
  }
};

/** The batch of a stored transfer in the memory of the queue, read from disk when it is new there. */
const findBatch = ({ state, deps }: QueueCore, { batchId }: Transfer) => {
  if (batchId === undefined) return null;
  const known = state.batches.get(batchId);
  if (known) return known;
  const record = deps.transfers.batches.find(batchId);
  // A disk that fails here is told of by what it is needed for.
  if (!record.ok || record.value === null) return null;
  const row = toBatchRow(record.value);
  state.batches.set(batchId, row);
  return row;
};

/** What an earlier run had sent of it, so that the bar does not begin anew before it goes on. */
const showParts = (core: QueueCore, row: QueueRow): void => {
  const { id, multipart, state, fingerprint } = row.transfer;
  if (multipart === null || isEnded(state)) return;
  const parts = core.deps.transfers.parts(id);
  // A disk that fails here is told of by what it is needed for.
  if (!parts.ok) return;
  const { partCount } = planWithPartBytes(fingerprint.sizeBytes, multipart.partBytes);
  updateRow(core.state, row, (each) => {
    const progress = each.awake();
    progress.ackedBytes = parts.value.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    progress.partsDone = parts.value.length;
    progress.partsTotal = partCount;
  });
};

/** A row for a transfer of an earlier run, or of another process. `stored`: as the record has it. */
export const addStoredRow = (
  core: QueueCore,
  stored: Transfer,
  shown: Transfer,
  owner: RowOwner,
): QueueRow => {
  const batch = findBatch(core, stored);
  if (batch) takeStored(batch, stored);
  const row = addRow(core.state, shown, owner);
  if (owner.is !== "another process") showParts(core, row);
  return row;
};

/** A row for a transfer that was queued just now. */
export const addNewRow = ({ state }: QueueCore, transfer: Transfer): QueueRow => {
  const batch = state.batches.get(transfer.batchId ?? "");
  if (batch) notePlace(batch, transfer.target);
  return addRow(state, transfer, isEnded(transfer.state) ? nobody : thisProcess);
};

/** Notes which batches have ended, or go on again. After whatever ends a transfer, or makes one wait. */
export const settleBatches = ({ state, deps }: QueueCore): void => {
  for (const row of state.batches.values()) settleBatchRow(row, deps.clock.nowMs());
};

/** Shows batches of earlier runs whose end nobody has seen. */
export const showUnseenBatches = ({ state, deps }: QueueCore): void => {
  const unseen = deps.transfers.batches.unseen();
  if (!unseen.ok) return;
  for (const record of unseen.value)
    if (!state.batches.has(record.id)) state.batches.set(record.id, toBatchRow(record));
};

/** Batches whose end a person has seen; kept so, and off the screen when nothing of them is left there. */
export const seeBatches = ({ state, deps, notify }: QueueCore, ids: readonly string[]): void => {
  const ended = ids.filter((id) => state.batches.get(id)?.closedAtMs !== null);
  // What is not kept is shown once more in the next run.
  deps.transfers.batches.see(ended);
  for (const id of ended) {
    const row = state.batches.get(id);
    if (row) row.isSeen = true;
  }
  notify();
};

/** Takes ended batches off the screen that have no row there any more; they have been seen. */
export const dropEmptyBatches = ({ state, deps }: QueueCore): void => {
  const inUse = new Set([...state.rows.values()].map(({ terms }) => terms.batchId));
  const gone = [...state.batches]
    .filter(([id, { closedAtMs }]) => closedAtMs !== null && !inUse.has(id))
    .map(([id]) => id);
  if (gone.length === 0) return;
  deps.transfers.batches.see(gone);
  for (const id of gone) state.batches.delete(id);
};
