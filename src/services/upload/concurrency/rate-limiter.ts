import type { Clock } from "../../ports/clock.ts";

/** Holds all uploads together below a number of bytes a second. */
export interface RateLimiter {
  /** Null lifts the limit; whoever waits sees the change at once, or nearly. */
  set(bytesPerSecond: number | null): void;
  current(): number | null;
  /** Resolves when `bytes` may be sent. `onWait` is called at least every quarter of a second of waiting. */
  take(bytes: number, signal: AbortSignal, onWait?: () => void): Promise<void>;
}

/** So short a lead is not waited for: timers are no more exact. */
const slackMs = 20;
/** A limit that was changed meanwhile is seen within this; progress and the stall watch hear of the waiting as often. */
const pollIntervalMs = 250;

export const createRateLimiter = (clock: Clock): RateLimiter => {
  let limit: number | null = null;
  /** Bytes let through that the limit has not yet paid for. */
  let debt = 0;
  let paidAtMs = clock.monotonicMs();

  const debtMs = (): number => {
    const nowMs = clock.monotonicMs();
    if (limit === null) debt = 0;
    else debt = Math.max(0, debt - ((nowMs - paidAtMs) * limit) / 1000);
    paidAtMs = nowMs;
    return limit === null ? 0 : (debt * 1000) / limit;
  };

  return {
    set: (bytesPerSecond) => {
      debtMs();
      limit = bytesPerSecond;
    },
    current: () => limit,
    take: async (bytes, signal, onWait) => {
      if (limit === null) return;
      for (let ms = debtMs(); ms > slackMs; ms = debtMs()) {
        onWait?.();
        await clock.sleep(Math.min(ms, pollIntervalMs), signal);
      }
      debt += bytes;
    },
  };
};
