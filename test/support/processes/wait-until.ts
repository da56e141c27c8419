import { setTimeout as wait } from "node:timers/promises";

/**
 * Resolves when `isTrue` is; throws with `what` after `timeoutMs`. For what happens in another process, which on a busy
 * machine is slow, not wrong.
 */
export const waitUntil = async (
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> => {
  const endAtMs = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > endAtMs)
      throw new Error(`still not true after ${timeoutMs} ms: ${what}`);
    await wait(10);
  }
};
