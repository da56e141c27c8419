import type { Log } from "../ports.ts";
import { createRateLimiter } from "../limits/rate-limiter.ts";

/** Lines a second at most, so that nobody can fill the disk by trying. */
const linesPerSecond = 10;

/** Logs refused requests; what is left out is counted in the next line. */
export const createRefusalLog = (log: Log, monotonicMs: () => number) => {
  const limiter = createRateLimiter(linesPerSecond, linesPerSecond);
  let leftOut = 0;
  return (data: object, words: string): void => {
    if (limiter.take("", monotonicMs()) > 0) {
      leftOut += 1;
      return;
    }
    log.warn(leftOut === 0 ? data : { ...data, leftOut }, words);
    leftOut = 0;
  };
};
