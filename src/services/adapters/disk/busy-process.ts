/** How long the event loop has worked and rested, in milliseconds. */
interface LoopTimes {
  readonly active: number;
  readonly idle: number;
}

/** Two round trips of a near line; a single long task is over by then. */
const measuredMs = 100;
/** The rest is what it takes to fall asleep and to wake. */
const busyShare = 0.9;

/**
 * Tells whether the event loop has had next to no rest of late: what is begun then only waits, and takes memory
 * meanwhile. Measured anew each 100 ms at most, when it is asked.
 */
export const createBusyProcess = (
  times: () => LoopTimes = () => performance.eventLoopUtilization(),
): (() => boolean) => {
  let before = times();
  let isBusy = false;
  return () => {
    const now = times();
    const activeMs = now.active - before.active;
    const allMs = activeMs + now.idle - before.idle;
    if (allMs < measuredMs) return isBusy;
    isBusy = activeMs >= busyShare * allMs;
    before = now;
    return isBusy;
  };
};
