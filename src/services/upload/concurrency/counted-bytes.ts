import type { Clock } from "../../ports/clock.ts";
import { fillMs } from "./part-concurrency.ts";

/** Bytes of one request that got through. */
export interface CountedBytes {
  /** So many bytes of the body the network has taken in all. */
  sent(sentBytes: number): void;
  /** The answer to a body of `bytes` is there. */
  answered(bytes: number): void;
  /** Since the request began. */
  tookMs(): number;
}

class BytesOfRequest implements CountedBytes {
  readonly #clock: Clock;
  readonly #count: (bytes: number) => void;
  readonly #startedMs: number;
  #firstSentMs: number | null = null;
  #filledBytes = 0;
  #countedBytes = 0;

  constructor(clock: Clock, count: (bytes: number) => void) {
    this.#clock = clock;
    this.#count = count;
    this.#startedMs = clock.monotonicMs();
  }

  sent(sentBytes: number): void {
    if (sentBytes === 0) return;
    const nowMs = this.#clock.monotonicMs();
    this.#firstSentMs ??= nowMs;
    if (nowMs - this.#firstSentMs < fillMs) this.#filledBytes = sentBytes;
    else this.#add(sentBytes - this.#filledBytes - this.#countedBytes);
  }

  answered(bytes: number): void {
    const lateShare = Math.min(1, fillMs / Math.max(1, this.tookMs()));
    this.#add((bytes - this.#countedBytes) * lateShare);
  }

  tookMs(): number {
    return this.#clock.monotonicMs() - this.#startedMs;
  }

  #add(bytes: number): void {
    if (bytes <= 0) return;
    this.#countedBytes += bytes;
    this.#count(bytes);
  }
}

/**
 * What is sent at first, from the first byte on (a connection may take long to be made), only fills buffers on the way:
 * counted at once it would look like speed on a line that has none. It counts when the answer is there, as far as it came
 * lately: requests that began together end together, in no time. `count` hears how many bytes more got through.
 */
export const createCountedBytes = (clock: Clock, count: (bytes: number) => void): CountedBytes =>
  new BytesOfRequest(clock, count);
