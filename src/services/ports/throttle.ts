export interface Throttle {
  /** Runs `action` now, or as soon as the interval since its last run is over; many requests make one run. */
  request(): void;
  /** Drops what was requested, and ends the timer. */
  stop(): void;
}

/** Lets `action` run at most once in `intervalMs`; the last request is never lost. Keeps no process running. */
export const createThrottle = (intervalMs: number, action: () => void): Throttle => {
  let timer: NodeJS.Timeout | null = null;
  let isWanted = false;
  const run = () => {
    isWanted = false;
    timer = setTimeout(() => {
      timer = null;
      if (isWanted) run();
    }, intervalMs);
    // Who waits for news keeps the program running, the news does not.
    timer.unref();
    action();
  };
  return {
    request: () => {
      isWanted = true;
      if (!timer) run();
    },
    stop: () => {
      isWanted = false;
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
};
