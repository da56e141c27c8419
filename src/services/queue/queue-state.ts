import type { AppError } from "../../domain/errors.ts";
import { displayGroup, displayGroups, type DisplayGroup } from "../../domain/queue-order.ts";
import type { Transfer, TransferStateName } from "../../domain/transfer.ts";
import { maxSinglePutBytes } from "../../domain/part-plan.ts";
import type { BatchRow } from "./batch-row.ts";
import { findHold, type Holds } from "./holds.ts";
import { QueueRow, type RowOwner } from "./queue-row.ts";
import { createRestingRows, type RestingRows } from "./resting-rows.ts";
import { RowsById } from "./rows-by-id.ts";
import { createSortedRows, type SortedRows } from "./sorted-rows.ts";
import { addShare, createTally, type Tally, type TallyShare } from "./tally.ts";

/** The queue's memory: rows, their order, and sums kept up to date so that a snapshot costs little. */
export interface QueueState extends Tally {
  readonly rows: RowsById<QueueRow>;
  /** Where the next rows lie while they rest. */
  resting: RestingRows;
  readonly groups: Readonly<Record<DisplayGroup, SortedRows<QueueRow>>>;
  /** Waiting ones by how they will be sent, so that small files and large ones can run side by side. */
  readonly ready: Readonly<Record<"small" | "large", SortedRows<QueueRow>>>;
  readonly running: Record<"small" | "large", number>;
  /** By id, in the order in which they came. */
  readonly batches: Map<string, BatchRow>;
  lastOrder: number;
  /** Place of what was sent first last. */
  firstOrder: number;
  /** When that was; no two have the same time, so that their order can be kept. */
  lastSentFirstAtMs: number;
  lastEnd: number;
  /** What has stopped all of it. */
  trouble: AppError | null;
  /** What has stopped a part of it. */
  readonly holds: Holds;
  /** Those that run now. */
  readonly active: Set<QueueRow>;
  /** Whose transfer met this trouble, if one did; said as long as the trouble is the same. */
  metBy: { readonly trouble: AppError; readonly connection: string } | null;
  /** By how much a store found this machine's clock ahead; 0: it agrees. */
  clockSkewMinutes: number;
}

export const createQueueState = (): QueueState => ({
  rows: new RowsById(),
  resting: createRestingRows(),
  groups: {
    failed: createSortedRows(),
    uploading: createSortedRows(),
    waiting: createSortedRows(),
    ended: createSortedRows(),
  },
  ready: { small: createSortedRows(), large: createSortedRows() },
  ...createTally(),
  running: { small: 0, large: 0 },
  batches: new Map(),
  lastOrder: 0,
  firstOrder: 0,
  lastSentFirstAtMs: 0,
  lastEnd: 0,
  trouble: null,
  metBy: null,
  holds: new Map(),
  active: new Set(),
  clockSkewMinutes: 0,
});

/** How a file of this size will be sent. */
export const sizeClass = ({ sizeBytes }: { readonly sizeBytes: number }): "small" | "large" =>
  sizeBytes <= maxSinglePutBytes ? "small" : "large";

/**
 * The state that a row is counted and shown under: what another process has needs a person, as what failed does. Its
 * record says what that process makes of it.
 */
export const shownState = ({ stateName, owner }: QueueRow): TransferStateName =>
  owner.is === "another process" ? "failed" : stateName;

/** True when it waits for its turn, and nothing holds it. */
export const isReady = ({ holds }: Pick<QueueState, "holds">, row: QueueRow): boolean =>
  shownState(row) === "waiting" && row.running === null && findHold(holds, row.terms) === null;

const groupOf = (row: QueueRow): DisplayGroup => displayGroup(shownState(row));

const shareOf = (row: QueueRow): TallyShare => {
  const { ackedBytes, onWayBytes, fillBytes } = row.progress;
  return { state: shownState(row), sizeBytes: row.sizeBytes, ackedBytes, onWayBytes, fillBytes };
};

/** The batch of a row; null where it was queued by a release that knew none. */
export const batchOf = (state: QueueState, { terms }: QueueRow): BatchRow | null =>
  state.batches.get(terms.batchId ?? "") ?? null;

const countDelivered = (batch: BatchRow, row: QueueRow, sign: 1 | -1): void => {
  if (row.stateName !== "delivered") return;
  const { ackedBytes, verified } = row.progress;
  batch.deliveredBytes += sign * ackedBytes;
  if (verified === "none") batch.unverifiedFiles += sign;
};

/** Takes a row's share into the sums, or (sign -1) out of them. */
const count = (state: QueueState, row: QueueRow, sign: 1 | -1): void => {
  const share = shareOf(row);
  addShare(state, share, sign);
  const batch = batchOf(state, row);
  if (!batch) return;
  addShare(batch.tally, share, sign);
  countDelivered(batch, row, sign);
};

/** The list that a row may start from; null when it may not. */
const readyList = (state: QueueState, row: QueueRow): SortedRows<QueueRow> | null =>
  isReady(state, row) ? state.ready[sizeClass(row)] : null;

/** Failed and ended ones in the order of their ends, others in that of queueing. */
const rankOf = (state: QueueState, row: QueueRow, before: DisplayGroup | null): number => {
  const group = groupOf(row);
  if (group === "waiting" || group === "uploading") return row.order;
  return group === before ? row.rank : (state.lastEnd += 1);
};

/** Changes a row and everything that is counted from it. Lists are left alone where its place stays the same. */
export const updateRow = (
  state: QueueState,
  row: QueueRow,
  change: (row: QueueRow) => void,
): void => {
  const before = groupOf(row);
  const readyBefore = readyList(state, row);
  count(state, row, -1);
  change(row);
  const after = groupOf(row);
  const rank = rankOf(state, row, before);
  const readyAfter = readyList(state, row);
  const isMoved = before !== after || rank !== row.rank;
  if (isMoved) state.groups[before].remove(row);
  if (readyBefore !== readyAfter || isMoved) readyBefore?.remove(row);
  // Not before it has left its places: those are found by its rank.
  row.rank = rank;
  if (isMoved) state.groups[after].add(row);
  if (readyBefore !== readyAfter || isMoved) readyAfter?.add(row);
  if (row.running === null) row.rest();
  else row.awake();
  count(state, row, 1);
};

/** Puts a transfer at the end of the queue. */
export const addRow = (state: QueueState, transfer: Transfer, owner: RowOwner): QueueRow => {
  state.lastOrder += 1;
  if (!state.resting.hasRoom()) state.resting = createRestingRows();
  const row = new QueueRow(state.resting, transfer, state.lastOrder, owner);
  row.rank = rankOf(state, row, null);
  state.rows.add(row);
  state.groups[groupOf(row)].add(row);
  readyList(state, row)?.add(row);
  count(state, row, 1);
  return row;
};

/** Puts a row before all others. */
export const putFirst = (state: QueueState, row: QueueRow): void => {
  state.firstOrder -= 1;
  updateRow(state, row, (each) => {
    each.order = state.firstOrder;
    each.awake().isUrgent = true;
  });
};

/** Takes a row off the screen. Its batch keeps what became of it. */
export const removeRow = (state: QueueState, row: QueueRow): void => {
  state.groups[groupOf(row)].remove(row);
  readyList(state, row)?.remove(row);
  addShare(state, shareOf(row), -1);
  state.rows.delete(row.id);
};

/** Finds out anew what may start: after files were held, or are not any more. */
export const refreshReady = (state: QueueState): void => {
  for (const size of ["small", "large"] as const)
    state.ready[size].fill(
      [...state.rows.values()].filter((row) => isReady(state, row) && sizeClass(row) === size),
    );
};

/** Rows in all. */
export const rowCount = (state: QueueState): number => state.rows.size;

/** A window on the rows in display order. */
export const rowWindow = (state: QueueState, from: number, count: number): readonly QueueRow[] => {
  const rows: QueueRow[] = [];
  let skip = Math.max(0, from);
  for (const name of displayGroups) {
    const group = state.groups[name];
    if (rows.length < count && skip < group.size) {
      // The newest result is what a person looks for.
      const side = name === "failed" || name === "ended" ? "last" : "first";
      rows.push(...group.window(skip, count - rows.length, side));
    }
    skip = Math.max(0, skip - group.size);
  }
  return rows;
};
