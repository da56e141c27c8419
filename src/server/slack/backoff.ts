/** How long to wait: at first, and at most. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Slack or the network has failed. */
export const failureBackoff: Backoff = { firstMs: 1_000, maxMs: 60_000 };

/** Slack has had enough of us and does not say for how long: its limits count by the minute. */
export const limitBackoff: Backoff = { firstMs: 20_000, maxMs: 300_000 };

/** Pause before try number `attempt` + 1: doubles up to the most, half of it random so that servers spread out. */
export const backoffMs = (
  attempt: number,
  random: number,
  { firstMs, maxMs }: Backoff = failureBackoff,
): number => {
  const fullMs = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
};
