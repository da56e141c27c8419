/** Decides how many connections of one kind are worth having, from what they bring. */
export interface ConnectionGovernor {
  /** Whole connections allowed now; at least 1. */
  limit(): number;
  /** Bytes that got through: of running requests, and of answered ones what was not counted yet. */
  moved(bytes: number, nowMs: number, isSaturated: boolean): void;
  /** A request was answered after `tookMs`. */
  answered(tookMs: number, nowMs: number, isSaturated: boolean): void;
  /** The store asked for less, or did not answer. */
  overloaded(nowMs: number): void;
  /**
   * Most connections have handed their bodies over and wait, and no answer has come yet: nothing says that the line
   * is full. False when it does not want to hear that any more.
   */
  standsWaiting(nowMs: number): boolean;
}

export interface GovernorBounds {
  readonly first: number;
  readonly most: number;
}

/** A request so quick that the answer says more than the bytes: a file of at most this size. */
export const smallFileBytes = 256 * 1024;

/** After the store asked for less, nothing grows for so long. */
export const holdMs = 5_000;

/** Half as many connections, and never none. */
export const halve = (limit: number): number => Math.max(1, Math.floor(limit / 2));

/**
 * For small files: one more connection with each answer, so that they double every round trip, until answers take
 * twice as long as the quickest of late; back, though not below the first number, when they take four times as long.
 * (As TCP Vegas treats its window.)
 */
export const createSmallGovernor = ({ first, most }: GovernorBounds): ConnectionGovernor => {
  let limit = first;
  let quickestMs = Number.POSITIVE_INFINITY;
  let holdUntilMs = 0;
  return {
    limit: () => Math.max(1, Math.floor(limit)),
    moved: () => undefined,
    standsWaiting: () => false,
    answered: (tookMs, nowMs, isSaturated) => {
      // Forgets slowly, for a line that has become longer.
      quickestMs = Math.min(tookMs, quickestMs * 1.001);
      if (tookMs <= 2 * quickestMs + 20) {
        if (isSaturated && nowMs >= holdUntilMs) limit = Math.min(most, limit + 1);
      } else if (tookMs > 4 * quickestMs + 50) {
        limit = Math.max(Math.min(first, limit), limit - 0.2);
      }
    },
    overloaded: (nowMs) => {
      limit = halve(limit);
      holdUntilMs = nowMs + holdMs;
    },
  };
};
