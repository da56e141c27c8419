import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { RetryLimits } from "../../domain/retry.ts";
import type { Transfer, TransferEvent, Verification } from "../../domain/transfer.ts";
import type { Clock } from "../ports/clock.ts";
import type { FileSource } from "../ports/file-source.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import type { PartRecord, TransferStore } from "../ports/transfer-store.ts";
import type { BufferPool } from "./concurrency/buffer-pool.ts";
import type { ConnectionSlots } from "./concurrency/connection-slots.ts";
import type { RateLimiter } from "./concurrency/rate-limiter.ts";
import type { StallWatch } from "./concurrency/stall-watch.ts";
import type { KeyLookup } from "./key-lookup.ts";

/** What all uploads of a queue share. */
export interface UploadResources {
  readonly files: FileSource;
  readonly clock: Clock;
  readonly random: () => number;
  readonly slots: ConnectionSlots;
  readonly buffers: BufferPool;
  readonly limiter: RateLimiter;
  readonly stalls: StallWatch;
  readonly keys: KeyLookup;
  /** Receipts of what was delivered to a key before. */
  readonly receiptsOf: TransferStore["receiptsOf"];
  readonly retryLimits: RetryLimits;
  /** False leaves the SHA-256 out of receipts. */
  readonly withSha256: boolean;
  readonly connectivity: Connectivity;
}

/** What is known of the way to a store in this run. */
export interface Connectivity {
  /** It has answered: then silence is worth more patience. */
  hasResponded: boolean;
  /** True where patience with a store that is away only keeps back files for others, and costs no file that is given up. */
  readonly isHurried: () => boolean;
}

/** A request of a transfer that waits to be made again. */
export interface RetryNotice {
  readonly attempt: number;
  readonly untilMs: number;
  readonly error: AppError;
  /** Ends the wait; absent where there is none. */
  readonly tryNow?: () => void;
}

/** Bytes that the network has taken, and no storage service has acknowledged. */
export interface OnWayChange {
  readonly bytes: number;
  /** Of these, what only fills buffers on the way: no speed yet. */
  readonly fillBytes: number;
  /** Monotonic; since when they were being handed over. */
  readonly fromMs: number;
}

/** The memory of one transfer under way. What a promise of it resolves to is on disk. */
export interface TransferRecord {
  readonly transfer: Transfer;
  change(event: TransferEvent): Promise<Result<void, AppError>>;
  /** Drops session and parts together, and tells why; null when nothing was sent in them. */
  startOver(why: AppError | null): Promise<Result<void, AppError>>;
  parts(): Result<readonly PartRecord[], AppError>;
  addPart(part: PartRecord): Promise<Result<void, AppError>>;

  /** More bytes are on their way, or (negative) fewer: acknowledged, or lost. */
  onWay(change: OnWayChange): void;
  /** Bytes that the store acknowledged, on their way since `fromMs` (monotonic); `countedBytes` were told as speed before. */
  acked(bytes: number, fromMs: number, countedBytes?: number): void;
  /** The parts there are, and those that the store has already; clears what was counted before. */
  planned(partsTotal: number, done: readonly PartRecord[]): void;
  retrying(notice: RetryNotice | null): void;
  verifying(): void;
}

/** One upload: the means of all, the store that its connection leads to, its memory, and the end of it. */
export interface UploadContext {
  readonly resources: UploadResources;
  readonly store: ObjectStore;
  readonly record: TransferRecord;
  /**
   * True when an earlier attempt may have reached the store without our knowing: then an object that is equal to
   * the file is ours, and no conflict.
   */
  readonly mayHaveSent: boolean;
  /** The store is to refuse to write over an object. False: that was asked for, or it is a damaged one of our own. */
  readonly mustBeNew: boolean;
  readonly signal: AbortSignal;
}

/** What the store holds now, and how that was proved. */
export interface DeliveredFile {
  readonly bytes: number;
  readonly sha256: string | null;
  /** Base64. */
  readonly crc32: string;
  readonly etag: string | null;
  readonly verified: Verification;
  readonly versionId: string | null;
  readonly requestId: string | null;
}
