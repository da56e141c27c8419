import type { Clock } from "../ports/clock.ts";
import { fillMs } from "./concurrency/part-concurrency.ts";
import type { TransferRecord } from "./upload-context.ts";

/** The bytes of one attempt between this program and the storage service. */
export interface BytesOnWay {
  /** So many bytes of the body the network has taken in all; fewer than before when the body is sent again. */
  sent(sentBytes: number): void;
  /** Bytes of the body that have been counted as speed already. */
  countedBytes(): number;
  /** When the last of these were taken: what fills buffers has drained since then. Null: none have been counted. */
  lastCountedMs(): number | null;
  /** They have arrived, or are lost: they are on their way no more. */
  end(): void;
}

class BytesOfAttempt implements BytesOnWay {
  readonly #clock: Clock;
  readonly #record: Pick<TransferRecord, "onWay">;
  #onWayBytes = 0;
  #fillBytes = 0;
  #firstSentMs: number | null = null;
  #lastSentMs: number;

  constructor(clock: Clock, record: Pick<TransferRecord, "onWay">) {
    this.#clock = clock;
    this.#record = record;
    this.#lastSentMs = clock.monotonicMs();
  }

  countedBytes(): number {
    return this.#onWayBytes - this.#fillBytes;
  }

  lastCountedMs(): number | null {
    return this.#onWayBytes > this.#fillBytes ? this.#lastSentMs : null;
  }

  end(): void {
    const bytes = this.#onWayBytes;
    const fillBytes = this.#fillBytes;
    this.#onWayBytes = 0;
    this.#fillBytes = 0;
    if (bytes > 0)
      this.#record.onWay({ bytes: -bytes, fillBytes: -fillBytes, fromMs: this.#lastSentMs });
  }

  sent(sentBytes: number): void {
    if (sentBytes < this.#onWayBytes) this.end();
    const bytes = sentBytes - this.#onWayBytes;
    if (bytes === 0) return;
    const nowMs = this.#clock.monotonicMs();
    this.#firstSentMs ??= nowMs;
    const isFill = nowMs - this.#firstSentMs < fillMs;
    this.#onWayBytes = sentBytes;
    if (isFill) this.#fillBytes = sentBytes;
    this.#record.onWay({ bytes, fillBytes: isFill ? bytes : 0, fromMs: this.#lastSentMs });
    this.#lastSentMs = nowMs;
  }
}

/**
 * Tells `record` of the bytes of one attempt. What is taken at first only fills buffers on the way: it is shown as being
 * on its way, and counts as speed when the answer to it is there.
 */
export const createBytesOnWay = (clock: Clock, record: Pick<TransferRecord, "onWay">): BytesOnWay =>
  new BytesOfAttempt(clock, record);
