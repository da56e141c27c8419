import {
  halve,
  overloadHoldMs,
  type ConcurrencyBounds,
  type ConcurrencyController,
} from "./concurrency-controller.ts";

/** A file this small is gone in a few writes (http/chunk-size.ts), so that its answer says more about the line than its bytes. */
export const smallFileBytes = 256 * 1024;

/** An answer is as quick as ever up to this many times the quickest; beyond it, requests queue somewhere (TCP Vegas' beta). */
const quickFactor = 2;
/** Timers and the event loop add this to any answer; without it a line of 1 ms would never count as quick. */
const quickSlackMs = 20;
/** Slow only at twice the bound for quick: between the two nothing changes, so that the number does not swing. */
const slowFactor = 4;
const slowSlackMs = 50;
/** Connections less with each slow answer: five slow ones take one away, for one that is slow by chance takes none. */
const stepDown = 0.2;
/** With each answer the quickest time grows by a thousandth: after some 700 it has doubled, for a line that became longer. */
const forgetFactor = 1.001;

/**
 * For small files: one more connection with each answer, so that they double every round trip, until answers take
 * twice as long as the quickest of late; back, though not below the first number, when they take four times as long.
 * (As TCP Vegas treats its window. docs/decisions/0014-concurrency.md)
 */
export const createSmallFileConcurrency = ({
  first,
  max,
}: ConcurrencyBounds): ConcurrencyController => {
  let limit = first;
  let quickestMs = Number.POSITIVE_INFINITY;
  let holdUntilMs = 0;
  return {
    limit: () => Math.max(1, Math.floor(limit)),
    moved: () => undefined,
    standsWaiting: () => false,
    answered: (tookMs, nowMs, isSaturated) => {
      quickestMs = Math.min(tookMs, quickestMs * forgetFactor);
      if (tookMs <= quickFactor * quickestMs + quickSlackMs) {
        if (isSaturated && nowMs >= holdUntilMs) limit = Math.min(max, limit + 1);
      } else if (tookMs > slowFactor * quickestMs + slowSlackMs) {
        limit = Math.max(Math.min(first, limit), limit - stepDown);
      }
    },
    overloaded: (nowMs) => {
      limit = halve(limit);
      holdUntilMs = nowMs + overloadHoldMs;
    },
  };
};
