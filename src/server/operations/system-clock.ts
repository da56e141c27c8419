import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../ports.ts";

/** The machine's own time. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    // An abort ends the sleep; it is not a failure of the caller.
    await wait(ms, undefined, { signal }).catch(() => {});
  },
};
