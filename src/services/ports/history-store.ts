import type { ByState } from "../../domain/batch.ts";
import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { TransferStateName, TransferTarget, Verification } from "../../domain/transfer.ts";

/** Which of what has ended is meant. */
export interface HistoryQuery {
  /** Paths and keys that contain it, whatever the case of its letters; null: all. */
  readonly text: string | null;
  readonly states: readonly TransferStateName[];
  /** Ended since then; null: whenever. */
  readonly sinceMs: number | null;
  /** Of one batch; null: of all. */
  readonly batchId: string | null;
}

/** A window on a long list. */
export interface HistoryWindow {
  readonly from: number;
  readonly count: number;
}

/** One file that was sent, or was not. */
export interface HistoryEntry {
  readonly transferId: string;
  readonly path: string;
  readonly target: TransferTarget;
  readonly sizeBytes: number;
  readonly state: TransferStateName;
  readonly endedAtMs: number;
  readonly error: AppError | null;
  readonly receiptId: string | null;
  readonly verified: Verification | null;
}

/** One batch of which something has ended. */
export interface HistoryBatch {
  readonly id: string;
  readonly note: string | null;
  /** Of what has ended last. */
  readonly endedAtMs: number;
  readonly files: ByState;
  /** Of all its files, delivered or not. */
  readonly sizeBytes: number;
  readonly deliveredBytes: number;
  /** Of its only file; of several the folder that all are in, "" where that is the bucket or they are very many. */
  readonly target: TransferTarget;
}

/** Some of a list, and how many there are in all. */
export interface HistoryPage<T> {
  readonly rows: readonly T[];
  readonly from: number;
  readonly total: number;
}

/** Matches among some entries. */
export interface HistoryMatches {
  readonly rows: readonly HistoryEntry[];
  /** Entries that were looked at: fewer than asked for at the end. */
  readonly lookedAt: number;
}

/** What became of all that was sent from here, newest first, a page at a time. Fails as TransferStore does. */
export interface HistoryStore {
  entries(query: HistoryQuery, window: HistoryWindow): Result<HistoryPage<HistoryEntry>, AppError>;
  /** Those of the entries in the window, counted without the text of the query, that match it. */
  search(query: HistoryQuery, window: HistoryWindow): Result<HistoryMatches, AppError>;
  batches(
    query: Pick<HistoryQuery, "sinceMs">,
    window: HistoryWindow,
  ): Result<HistoryPage<HistoryBatch>, AppError>;
  /** Files that were delivered, in all. */
  delivered(): Result<number, AppError>;
}
