import type { AppError } from "../../domain/errors.ts";
import type { RateWindow } from "../../domain/progress.ts";
import type {
  Transfer,
  TransferEvent,
  TransferStateName,
  Verification,
} from "../../domain/transfer.ts";
import type { RetryNotice } from "../upload/upload-context.ts";
import type { RestingRows } from "./resting-rows.ts";
import type { RowTerms } from "./row-terms.ts";
import type { Bytes } from "./tally.ts";

/** What a transfer has while it runs. */
export interface Running {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
  rate: RateWindow;
  /** Monotonic; when something of it moved last, or it began. */
  movedMs: number;
  retry: RetryNotice | null;
  /** All its requests that wait to be made again; some may have been since. */
  retries: readonly RetryNotice[];
  isVerifying: boolean;
  /** What becomes of it when it has stopped; null: it waits again. */
  afterStop: TransferEvent | null;
}

/**
 * Whose a row's record is. Only this process's own is written, and runs. What was delivered, skipped or failed is
 * nobody's, until somebody tries it again.
 */
export type RowOwner =
  | { readonly is: "this process" }
  | { readonly is: "another process"; readonly pid: number }
  | { readonly is: "nobody" };

/** One object for all: there may be 100,000 of them. */
export const thisProcess: RowOwner = { is: "this process" };
export const nobody: RowOwner = { is: "nobody" };

/** How far a transfer is. */
export interface RowProgress extends Bytes {
  /** It may start although as many run as should. */
  isUrgent: boolean;
  partsDone: number;
  partsTotal: number;
  resumedFromPart: number | null;
  /** Why it began again. */
  restart: AppError | null;
  sha256: string | null;
  verified: Verification | null;
}

const noProgress: Readonly<RowProgress> = {
  isUrgent: false,
  ackedBytes: 0,
  onWayBytes: 0,
  fillBytes: 0,
  partsDone: 0,
  partsTotal: 0,
  resumedFromPart: null,
  restart: null,
  sha256: null,
  verified: null,
};

/** True when there is nothing to say of how it was sent, but for what it came to. */
const isUsual = (progress: RowProgress): boolean =>
  !progress.isUrgent &&
  progress.onWayBytes === 0 &&
  progress.fillBytes === 0 &&
  progress.partsDone === 0 &&
  progress.partsTotal === 0 &&
  progress.resumedFromPart === null &&
  progress.restart === null;

/**
 * One transfer in the queue's memory. Small, since there may be 100,000: while it waits, or when it has ended, transfer and
 * progress lie packed among those of others, and an object of them is made for whoever asks.
 */
export class QueueRow {
  /** Place within its group. */
  rank = 0;
  /** Place in the order of queueing; what a person has sent first comes before all others. */
  order: number;
  owner: RowOwner;
  running: Running | null = null;
  readonly #resting: RestingRows;
  readonly #place: number;
  /** Null: packed. */
  #transfer: Transfer | null = null;
  #progress: RowProgress | null = null;

  constructor(resting: RestingRows, transfer: Transfer, order: number, owner: RowOwner) {
    this.order = order;
    this.owner = owner;
    this.#resting = resting;
    this.#place = resting.take();
    resting.write(this.#place, transfer);
  }

  get id(): string {
    return this.#transfer?.id ?? this.#resting.id(this.#place);
  }

  /** A new object at each question while it rests. */
  get transfer(): Transfer {
    return this.#transfer ?? this.#resting.read(this.#place);
  }

  set transfer(transfer: Transfer) {
    this.#transfer = transfer;
  }

  get stateName(): TransferStateName {
    return this.#transfer?.state.name ?? this.#resting.stateName(this.#place);
  }

  get sizeBytes(): number {
    return this.#transfer?.fingerprint.sizeBytes ?? this.#resting.sizeBytes(this.#place);
  }

  /** Where it goes, and the batch that it belongs to. */
  get terms(): Pick<RowTerms, "connection" | "bucket" | "batchId" | "conflict"> {
    const transfer = this.#transfer;
    if (transfer === null) return this.#resting.terms(this.#place);
    const { target, batchId, conflict } = transfer;
    return { connection: target.connection, bucket: target.bucket, batchId, conflict };
  }

  /** To be changed by `awake` only. */
  get progress(): Readonly<RowProgress> {
    if (this.#progress) return this.#progress;
    const result = this.#resting.results.read(this.#place);
    return result ? { ...noProgress, ...result, ackedBytes: this.sizeBytes } : noProgress;
  }

  /** Its progress, to be changed; transfer and progress are objects until it rests. */
  awake(): RowProgress {
    this.#transfer ??= this.transfer;
    this.#progress ??= { ...this.progress };
    return this.#progress;
  }

  /** Packs transfer and progress, as far as both are usual. After each change, unless it runs. */
  rest(): void {
    if (this.#transfer) this.#resting.write(this.#place, this.#transfer);
    this.#transfer = null;
    if (this.#progress && this.#packProgress(this.#progress)) this.#progress = null;
  }

  #packProgress(progress: RowProgress): boolean {
    if (!isUsual(progress)) return false;
    const { results } = this.#resting;
    const { ackedBytes, sha256, verified } = progress;
    if (verified === null)
      return ackedBytes === 0 && sha256 === null && results.write(this.#place, null);
    return ackedBytes === this.sizeBytes && results.write(this.#place, { sha256, verified });
  }
}
