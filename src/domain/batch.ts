import type { TransferStateName } from "./transfer.ts";

/** All that one review or one `upload` sends. Plain data: sent over the daemon's socket, and stored. */
export interface Batch {
  /** UUIDv7. */
  readonly id: string;
  readonly note: string | null;
  readonly startedAtMs: number;
}

/** The batch of transfers that are being queued. */
export interface OpenBatch extends Batch {
  /** True: nothing more will be added to it, so that it ends with the last of what it has. */
  readonly isComplete: boolean;
  /** The log server that was named for it; null: that of its connection. */
  readonly logUrl: string | null;
}

/** Figures by the state of transfers. */
export type ByState = Readonly<Record<TransferStateName, number>>;

/** A batch and what became of it. */
export interface BatchRecord extends OpenBatch {
  /** When the last of its transfers ended; null while one of them has not. A retry opens it again. */
  readonly closedAtMs: number | null;
  readonly files: ByState;
  readonly bytes: ByState;
  /** Of those delivered, how many without a checksum to compare. */
  readonly unverifiedFiles: number;
  /** Null: there are several. */
  readonly bucket: string | null;
  readonly connection: string;
  /** First and last key in the order of keys. */
  readonly firstKey: string;
  readonly lastKey: string;
  /** Messages to the log server that it has not taken, and when it took one last. */
  readonly reports: BatchReports;
}

/** What the log server was told of a batch. */
export interface BatchReports {
  readonly waiting: number;
  readonly takenAtMs: number | null;
}

/** The folder of the bucket that all keys from `first` to `last` are in, with its slash; "" is the bucket itself. */
export const commonFolder = (first: string, last: string): string => {
  let shared = 0;
  while (shared < first.length && first[shared] === last[shared]) shared += 1;
  return first.slice(0, first.slice(0, shared).lastIndexOf("/") + 1);
};

/** Files of a batch that have not ended. */
export const openFiles = ({ waiting, uploading, paused }: ByState): number =>
  waiting + uploading + paused;

/** All files of a batch. */
export const allFiles = (files: ByState): number =>
  openFiles(files) + files.delivered + files.failed + files.skipped + files.cancelled;

/** A UUIDv7 (RFC 9562, 5.7) of this time, with the random digits of the UUIDv4 `id`. */
export const toBatchId = (atMs: number, id: string): string => {
  const time = Math.floor(atMs).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${id.slice(15)}`;
};
