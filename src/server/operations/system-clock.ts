import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../ports.ts";

// A longer timer of Node ends at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
const longestTimerMs = 2 ** 31 - 1;

/** The machine's own time. As services/adapters/disk/system-clock.ts, which the server may not import. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      let leftMs = ms;
      do {
        await wait(Math.min(leftMs, longestTimerMs), undefined, { signal });
        leftMs -= longestTimerMs;
      } while (leftMs > 0);
    } catch {
      throw signal.reason;
    }
  },
};
