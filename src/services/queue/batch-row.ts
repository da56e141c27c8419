import {
  allFiles,
  openFiles,
  type Batch,
  type BatchRecord,
  type OpenBatch,
} from "../../domain/batch.ts";
import {
  transferStateNames,
  type Transfer,
  type TransferStateName,
} from "../../domain/transfer.ts";
import { addShare, createTally, type Tally, type TallyShare } from "./tally.ts";

/** One batch in the queue's memory: its own sums, whatever rows of it are still on the screen. */
export interface BatchRow {
  readonly batch: Batch;
  /** The log server that was named for it; null: that of its connection. */
  readonly logUrl: string | null;
  readonly tally: Tally;
  /** False while more may be added. */
  isComplete: boolean;
  closedAtMs: number | null;
  isSeen: boolean;
  deliveredBytes: number;
  unverifiedFiles: number;
  /** Null: several, or none yet. */
  bucket: string | null;
  connection: string | null;
  firstKey: string | null;
  lastKey: string | null;
  reports: { waiting: number; takenAtMs: number | null };
}

export const createBatchRow = ({
  id,
  note,
  startedAtMs,
  isComplete,
  logUrl,
}: OpenBatch): BatchRow => ({
  batch: { id, note, startedAtMs },
  logUrl,
  tally: createTally(),
  isComplete,
  closedAtMs: null,
  isSeen: false,
  deliveredBytes: 0,
  unverifiedFiles: 0,
  bucket: null,
  connection: null,
  firstKey: null,
  lastKey: null,
  reports: { waiting: 0, takenAtMs: null },
});

const noBytes = { ackedBytes: 0, onWayBytes: 0, fillBytes: 0 };

/** A record that says "uploading" was left by a process that ended, or is another's: to this one it waits. */
const stateNow = (state: TransferStateName): TransferStateName =>
  state === "uploading" ? "waiting" : state;

/** A stored transfer as part of its batch, before it has a row. */
const storedShare = (state: TransferStateName, sizeBytes: number): TallyShare => ({
  ...noBytes,
  state: stateNow(state),
  sizeBytes,
  ackedBytes: state === "delivered" ? sizeBytes : 0,
});

/** A batch of an earlier run, with all that is stored of it. */
export const toBatchRow = (record: BatchRecord): BatchRow => {
  const row = createBatchRow(record);
  const { tally } = row;
  for (const state of transferStateNames) {
    tally.files[stateNow(state)] += record.files[state];
    if (state === "cancelled" || state === "skipped") continue;
    tally.totalBytes += record.bytes[state];
  }
  tally.ackedBytes = record.bytes.delivered;
  const { bucket, connection, firstKey, lastKey, closedAtMs, unverifiedFiles } = record;
  const hasFiles = allFiles(record.files) > 0;
  return Object.assign(row, {
    bucket,
    connection,
    closedAtMs,
    unverifiedFiles,
    firstKey: hasFiles ? firstKey : null,
    lastKey: hasFiles ? lastKey : null,
    deliveredBytes: record.bytes.delivered,
    reports: { ...record.reports },
  });
};

/** A stored transfer gets a row of its own: from now on that one is counted. */
export const takeStored = (row: BatchRow, { state, fingerprint }: Transfer): void =>
  addShare(row.tally, storedShare(state.name, fingerprint.sizeBytes), -1);

/** Where one more file of the batch goes to. */
export const notePlace = (row: BatchRow, { bucket, connection, key }: Transfer["target"]): void => {
  const isFirst = row.firstKey === null || row.lastKey === null;
  row.bucket = isFirst || row.bucket === bucket ? bucket : null;
  row.connection ??= connection;
  if (row.firstKey === null || key < row.firstKey) row.firstKey = key;
  if (row.lastKey === null || key > row.lastKey) row.lastKey = key;
};

/** Notes whether it has ended, or goes on again; true when that has changed. */
export const settleBatchRow = (row: BatchRow, nowMs: number): boolean => {
  const { files } = row.tally;
  const isOver = row.isComplete && openFiles(files) === 0 && allFiles(files) > 0;
  if (isOver === (row.closedAtMs !== null)) return false;
  row.closedAtMs = isOver ? nowMs : null;
  if (!isOver) row.isSeen = false;
  return true;
};
