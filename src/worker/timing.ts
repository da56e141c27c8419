import { setTimeout as wait } from "node:timers/promises";

/** Waits for `work`, at most `limitMs`; false when it was not done by then. */
export const endsWithin = async (limitMs: number, work: Promise<void>): Promise<boolean> => {
  const limit = new AbortController();
  const isLate = wait(limitMs, false, { signal: limit.signal }).catch(() => false);
  const hasEnded = await Promise.race([work.then(() => true), isLate]);
  limit.abort();
  return hasEnded;
};

/** Runs `action`, which deals with its own failures, every `intervalMs`, never twice at a time; gives the end of it. */
export const every = (intervalMs: number, action: () => Promise<void>): (() => void) => {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    // Never rejects.
    void action().finally(() => (isBusy = false));
  }, intervalMs);
  return () => clearInterval(timer);
};
