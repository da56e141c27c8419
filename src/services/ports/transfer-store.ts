import type { OpenBatch } from "../../domain/batch.ts";
import type { AppError } from "../../domain/errors.ts";
import type { Outcome, OutcomeAddress } from "../../domain/outcome.ts";
import type { PastDelivery } from "../../domain/past-delivery.ts";
import type { Receipt } from "../../domain/receipt.ts";
import type { Result } from "../../domain/result.ts";
import type { BatchStore } from "./batch-store.ts";
import type { HistoryStore } from "./history-store.ts";
import type { StoreMemory } from "./store-memory.ts";
import type { Transfer, TransferStateName, Verification } from "../../domain/transfer.ts";

/** A part that the store has acknowledged. */
export interface PartRecord {
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly etag: string;
  /** Unsigned 32 bit. */
  readonly crc32: number;
  readonly proof: Verification;
}

/** How a transfer ended, written in one transaction, so that a receipt without its log message cannot exist. */
export interface TransferResult {
  readonly transfer: Transfer;
  readonly receipt: Receipt | null;
  readonly outcome: Outcome | null;
}

/** One thing to remember; see the method of TransferStore with the same name. */
export type StoreChange =
  | { readonly type: "save"; readonly transfer: Transfer }
  | { readonly type: "recordPart"; readonly transferId: string; readonly part: PartRecord }
  | { readonly type: "deleteParts"; readonly transferId: string }
  | { readonly type: "end"; readonly result: TransferResult }
  /** `takenAtMs`: the log server has just taken them. */
  | {
      readonly type: "deleteOutcomes";
      readonly ids: readonly string[];
      readonly takenAtMs?: number;
    };

/**
 * Whose transfers are meant. "nobody alive": those of living processes, this one among them, are left out. "a daemon
 * that is gone": only what it had and did not release, because of a crash, a kill, or a hand-over; what a person put
 * off, or was not asked about yet, belongs to nobody and is not among them, nor is what a killed command had.
 */
export type OwnerFilter = "anybody" | "nobody alive" | "a daemon that is gone";

/**
 * What becomes nobody's: all that this process has, or all that processes had which are gone. "ours for the next
 * daemon": that one goes on with it, as after a kill.
 */
export type Release = "ours" | "ours for the next daemon" | "of processes that are gone";

/**
 * The durable memory: transfers, parts, receipts, and the outbox of outcomes that no log server has taken.
 * What returns ok is on disk. Calls are synchronous (node:sqlite), but for `commit`. Fails with DiskFull or
 * StateUnreadable.
 */
export interface TransferStore {
  /**
   * All or none, with the batches that they belong to. They are this process's own from the start (see `claim`), but for
   * those that have ended already: what has ended is nobody's.
   */
  add(transfers: readonly Transfer[], batches?: readonly OpenBatch[]): Result<void, AppError>;
  save(transfer: Transfer): Result<void, AppError>;
  /** Many changes with one wait for the disk, which holds nothing else up. All or none; others see them at once. */
  commit(changes: readonly StoreChange[]): Promise<Result<void, AppError>>;
  find(id: string): Result<Transfer | null, AppError>;
  /** In queue order (queuedAtMs, then insertion). Default: whoever's they are. */
  list(
    states: readonly TransferStateName[],
    whose?: OwnerFilter,
  ): Result<readonly Transfer[], AppError>;
  /** False: `findUnfinished` would find nothing, whatever it is asked for. */
  hasUnfinished(): Result<boolean, AppError>;
  /** True: a daemon has files that have not ended, or is to take them over; or a batch has ended and nobody has seen it. */
  hasWork(): Result<boolean, AppError>;
  /** The newest transfer of this source to this key that waits, runs, pauses or failed, for going on: as it was asked for, before a rename. */
  findUnfinished(path: string, target: Transfer["target"]): Result<Transfer | null, AppError>;

  recordPart(transferId: string, part: PartRecord): Result<void, AppError>;
  parts(transferId: string): Result<readonly PartRecord[], AppError>;
  deleteParts(transferId: string): Result<void, AppError>;
  /** Ended ones that the person has taken off the screen: `list` leaves them out from now on. */
  dismiss(transferIds: readonly string[]): Result<void, AppError>;

  end(result: TransferResult): Result<void, AppError>;
  receipt(id: string): Result<Receipt | null, AppError>;
  /** Those of one key, newest first, whatever connection led there. */
  receiptsOf(bucket: string, key: string): Result<readonly Receipt[], AppError>;
  /** What was delivered of the files at these paths, to whatever destination. */
  deliveriesOf(paths: readonly string[]): Result<readonly PastDelivery[], AppError>;
  /** Newest first. */
  receipts(limit: number): Result<readonly Receipt[], AppError>;

  /**
   * Deletes receipts of before, with what is kept of transfers that ended before and cannot go on, and gives the room
   * back to the disk. What the log server has not taken stays. Gives how many receipts.
   */
  forgetBefore(atMs: number): Result<number, AppError>;

  /** Puts an outcome without a transfer (a refused connection check) into the outbox. */
  addOutcome(outcome: Outcome): Result<void, AppError>;
  /**
   * Oldest first; without those that were refused, and those for `except`. What an earlier release wrote has the
   * connection of its transfer.
   */
  outbox(limit: number, except?: readonly OutcomeAddress[]): Result<readonly Outcome[], AppError>;
  outboxSize(): Result<number, AppError>;
  /** Sets an outcome aside that the log server will not take; it is kept, and `retryOutcomes` puts it back. */
  refuseOutcome(id: string, why: AppError): Result<void, AppError>;
  /** How many were set aside. */
  refusedOutcomes(): Result<number, AppError>;
  /** Puts back all that were set aside; gives how many. */
  retryOutcomes(): Result<number, AppError>;
  /** All in one wait for the disk. */
  deleteOutcomes(ids: readonly string[]): Result<void, AppError>;

  /**
   * Makes transfers this process's own, with one wait for the disk; those of processes that are gone are taken over.
   * Gives, by id, the pid of the owner of each that another living process has: it is not ours.
   */
  claim(transferIds: readonly string[]): Result<ReadonlyMap<string, number>, AppError>;
  release(what: Release): Result<void, AppError>;
  /** What storage services can do, as seen in earlier runs. */
  readonly stores: StoreMemory;
  readonly batches: BatchStore;
  readonly history: HistoryStore;
  /** Releases what this process has, and closes. */
  close(): void;
}
