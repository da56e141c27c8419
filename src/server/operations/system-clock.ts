import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../ports.ts";

/** The machine's own time. As services/adapters/disk/system-clock.ts, which the server may not import. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  },
};
