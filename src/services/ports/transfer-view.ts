import type { Batch, BatchReports, ByState } from "../../domain/batch.ts";
import type { AppError } from "../../domain/errors.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type {
  ConflictPolicy,
  TransferStateName,
  TransferTarget,
  UploadOptions,
  Verification,
} from "../../domain/transfer.ts";

/** One file to be sent. */
export interface TransferRequest {
  readonly path: string;
  readonly target: TransferTarget;
  readonly conflict: ConflictPolicy;
  readonly options: UploadOptions;
  /** As the plan saw the file; read anew when absent. */
  readonly fingerprint?: Fingerprint | undefined;
  /** What it is sent with. Absent: all of one `add` are a batch. */
  readonly batch?: RequestedBatch | undefined;
}

/** A batch as those who queue it name it. */
export interface RequestedBatch {
  /** UUIDv7. */
  readonly id: string;
  readonly note?: string | undefined;
  /** Of the log server that is told of it instead of the connection's. */
  readonly logUrl?: string | undefined;
  /** True for the last request of the batch. */
  readonly isLast?: boolean | undefined;
}

/** What became of a request: queued anew, going on from earlier, or refused with the reason. */
export type AddedTransfer =
  | { readonly path: string; readonly id: string; readonly isResumed: boolean }
  | { readonly path: string; readonly error: AppError };

/** Which transfers a command is for. */
export type TransferSelection = readonly string[] | "all";

/** One row of the queue, as a screen shows it. */
export interface TransferView {
  readonly id: string;
  readonly path: string;
  readonly target: TransferTarget;
  readonly state: TransferStateName;
  readonly sizeBytes: number;
  /** Acknowledged by the store. */
  readonly ackedBytes: number;
  /** Acknowledged, or handed to the network; absent where it is not known. */
  readonly sentBytes?: number;
  /** Parts acknowledged and in all; 0 of 0 for one put. */
  readonly partsDone: number;
  readonly partsTotal: number;
  /** Over the last 15 s; null while estimating or stalled. */
  readonly rateBytesPerSecond: number | null;
  /** True from the last byte until the store confirmed the object. */
  readonly isVerifying: boolean;
  /** Set while it waits to try again. */
  readonly retry: {
    readonly attempt: number;
    readonly inMs: number;
    readonly error: AppError;
  } | null;
  /** "Resuming at part n": one more than the parts that an earlier run sent; null otherwise. */
  readonly resumedFromPart: number | null;
  /** Why it is sent from its first part again, in this run; absent when it is not. */
  readonly restart?: AppError;
  readonly error: AppError | null;
  /** Why it waits although others go on; absent: it is not held. */
  readonly heldBy?: AppError;
  readonly receiptId: string | null;
  readonly sha256: string | null;
  readonly verified: Verification | null;
  readonly batchId?: string;
}

/** One batch of the queue, as a screen shows it. */
export interface BatchView extends Batch {
  /** When the last of its files ended; null while one has not. */
  readonly closedAtMs: number | null;
  /** A person has seen its end. */
  readonly isSeen: boolean;
  readonly files: ByState;
  /** Of all that is neither cancelled nor skipped. */
  readonly totalBytes: number;
  readonly ackedBytes: number;
  /** Acknowledged, or handed to the network. */
  readonly sentBytes: number;
  readonly deliveredBytes: number;
  /** Of those delivered, how many without a checksum to compare. */
  readonly unverifiedFiles: number;
  readonly rateBytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Bucket and folder that all of it goes to; a null bucket means several. */
  readonly bucket: string | null;
  readonly folder: string;
  readonly connection: string;
  readonly reports: BatchReports;
}

/** What keeps some of the files from being sent, while others may go on. */
export interface HoldView {
  readonly error: AppError;
  readonly connection: string;
  /** Null: whatever the connection sends. */
  readonly bucket: string | null;
  /** Until it is tried again by itself; absent: somebody has to act. */
  readonly nextTryInMs?: number;
}

/** The whole queue in figures. */
export interface QueueTotals {
  readonly files: Readonly<Record<TransferStateName, number>>;
  /** Of all that is neither cancelled nor skipped. */
  readonly totalBytes: number;
  readonly ackedBytes: number;
  /** Acknowledged, or handed to the network; absent where it is not known. */
  readonly sentBytes?: number;
  /** Over the last 15 s; null while estimating or stalled. */
  readonly rateBytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Since when nothing moved although something is uploading; null otherwise. */
  readonly stalledForMs: number | null;
}

export interface QueueSnapshot {
  readonly totals: QueueTotals;
  /** Rows `from` to `from + count` in display order: failed, uploading, waiting and paused, ended. */
  readonly rows: readonly TransferView[];
  readonly from: number;
  /** Rows in all. */
  readonly rowCount: number;
  readonly limitBytesPerSecond: number | null;
  /** Outcomes that the log server has not taken yet, and why, when it is in trouble. */
  readonly log: {
    readonly waiting: number;
    readonly trouble: AppError | null;
    /** Why a message waits by itself, though its log server takes others; absent: none does. */
    readonly messageTrouble?: AppError;
    /** Messages that the log server will not take; absent for none. */
    readonly refused?: number;
    /** Whose log server is in trouble; absent: none is, or it is that of keys that no connection has. */
    readonly connection?: string;
    /** Of the log server in trouble, where `upload` named it: it is not the connection's own. */
    readonly url?: string;
  };
  /** What stopped the whole queue (disk full, or all that is left is held); null: something goes on, or nothing is left. */
  readonly trouble: AppError | null;
  /** Whose transfer met it; absent: none, or it does not say. */
  readonly troubleConnection?: string;
  /** Until the queue tries again by itself, 0 while it does; absent: it runs, somebody has to act, or it does not say. */
  readonly nextTryInMs?: number;
  /** What is held, and why, the first that was met first; absent: nothing, or it does not say. */
  readonly holds?: readonly HoldView[];
  /** By how many minutes this machine's clock is ahead (behind: negative); absent while the stores agree with it. */
  readonly clockSkewMinutes?: number;
  /** Those with work first, in the order of queueing; then those that have ended, the newest first. */
  readonly batches?: readonly BatchView[];
}

/** Why files are not sent, until when (absent: somebody has to act, or it does not say), and whose (absent: all). */
export type Stop = Pick<HoldView, "error" | "nextTryInMs"> &
  Partial<Pick<HoldView, "connection" | "bucket">>;

/** What has stopped the whole queue, or else parts of it. */
export const whatHolds = ({
  trouble,
  nextTryInMs,
  holds = [],
}: Pick<QueueSnapshot, "trouble" | "nextTryInMs" | "holds">): readonly Stop[] =>
  trouble === null
    ? holds
    : [{ error: trouble, ...(nextTryInMs !== undefined && { nextTryInMs }) }];

/** No transfer in any state. */
export const noFiles: Readonly<Record<TransferStateName, number>> = {
  waiting: 0,
  uploading: 0,
  paused: 0,
  delivered: 0,
  failed: 0,
  skipped: 0,
  cancelled: 0,
};

export const emptyTotals: QueueTotals = {
  files: noFiles,
  totalBytes: 0,
  ackedBytes: 0,
  rateBytesPerSecond: null,
  secondsLeft: null,
  stalledForMs: null,
};

/** What is shown of a queue that was never seen. */
export const emptySnapshot: QueueSnapshot = {
  totals: emptyTotals,
  rows: [],
  from: 0,
  rowCount: 0,
  limitBytesPerSecond: null,
  log: { waiting: 0, trouble: null },
  trouble: null,
};

/** A key that has an object. */
export interface TakenKey {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** A window on the rows. */
export interface QueueWindow {
  readonly from: number;
  readonly count: number;
}
