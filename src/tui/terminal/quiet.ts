import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../services/ports/clock.ts";

/** A paste that nobody brackets comes in pieces, some milliseconds apart; nobody notices such a delay of the echo. */
export const quietMs = 40;

/** Waits in real time. */
export const terminalClock: Pick<Clock, "sleep"> = {
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};
