import type { Clock } from "../../../src/services/ports/clock.ts";

export interface ManualClock extends Clock {
  /** Moves time on, waking sleepers in order; lets what they do settle in between. */
  advance(ms: number): Promise<void>;
  /** Sets the date, as an administrator or NTP does: no time passes by it. */
  setDate(ms: number): void;
  /** How many sleep. */
  sleepers(): number;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Lets everything that can go on without time go on. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Time that stands still until a test moves it. */
export const createManualClock = (startMs = 1_800_000_000_000): ManualClock => {
  let elapsedMs = 0;
  /** The date at which nothing had elapsed. */
  let dateMs = startMs;
  let sleeping: readonly Sleeper[] = [];
  const wakeNext = (untilMs: number): boolean => {
    const next = sleeping.toSorted((a, b) => a.atMs - b.atMs)[0];
    if (!next || next.atMs > untilMs) return false;
    sleeping = sleeping.filter((each) => each !== next);
    elapsedMs = Math.max(elapsedMs, next.atMs);
    next.wake();
    return true;
  };
  return {
    nowMs: () => dateMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const abort = () => {
          sleeping = sleeping.filter((each) => each !== sleeper);
          reject(signal.reason);
        };
        const wake = () => {
          signal.removeEventListener("abort", abort);
          resolve();
        };
        const sleeper: Sleeper = { atMs: elapsedMs + ms, wake };
        signal.addEventListener("abort", abort, { once: true });
        sleeping = [...sleeping, sleeper];
      }),
    advance: async (ms) => {
      const untilMs = elapsedMs + ms;
      await settle();
      while (wakeNext(untilMs)) await settle();
      elapsedMs = untilMs;
      await settle();
    },
    setDate: (ms) => {
      dateMs = ms - elapsedMs;
    },
    sleepers: () => sleeping.length,
  };
};
