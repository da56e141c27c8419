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

/**
 * What is sent at first, from the first byte on (a connection may take long to be made), only fills buffers on the way:
 * counted at once it would look like speed on a line that has none. It counts when the answer is there, as far as it came
 * lately: requests that began together end together, in no time. `count` hears how many bytes more got through.
 */
export const createCountedBytes = (clock: Clock, count: (bytes: number) => void): CountedBytes => {
  const startedMs = clock.monotonicMs();
  let firstSentMs: number | null = null;
  let filledBytes = 0;
  let countedBytes = 0;
  const tookMs = () => clock.monotonicMs() - startedMs;
  const add = (bytes: number): void => {
    if (bytes <= 0) return;
    countedBytes += bytes;
    count(bytes);
  };
  return {
    sent: (sentBytes) => {
      if (sentBytes === 0) return;
      const nowMs = clock.monotonicMs();
      firstSentMs ??= nowMs;
      if (nowMs - firstSentMs < fillMs) filledBytes = sentBytes;
      else add(sentBytes - filledBytes - countedBytes);
    },
    answered: (bytes) => add((bytes - countedBytes) * Math.min(1, fillMs / Math.max(1, tookMs()))),
    tookMs,
  };
};
