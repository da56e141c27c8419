const firstMs = 1000;
const maxBackoffMs = 60_000;

/** Pause before try number `attempt` + 1: doubles up to a minute, half of it random so that servers spread out. */
export const backoffMs = (attempt: number, random: number): number => {
  const fullMs = Math.min(maxBackoffMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
};
