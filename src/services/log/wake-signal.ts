/** Wakes those who wait for something to do. */
export interface WakeSignal {
  notify(): void;
  /**
   * Resolves at the next notification, at once when one came that nobody waited for; rejects with the signal's reason
   * when aborted.
   */
  wait(signal: AbortSignal): Promise<void>;
}

/**
 * A signal for one or many waiters. One that nobody waits for is kept: it came while its listener was looking at what
 * it had. server/queue/wake-signal.ts does the same for the log server, which may not import this; one suite tests both.
 */
export const createWakeSignal = (): WakeSignal => {
  const waiters = new Set<() => void>();
  let isPending = false;
  return {
    notify: () => {
      isPending = waiters.size === 0;
      for (const wake of waiters) wake();
    },
    wait: async (signal) => {
      signal.throwIfAborted();
      if (isPending) {
        isPending = false;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const abort = () => reject(signal.reason);
      waiters.add(wake);
      signal.addEventListener("abort", abort, { once: true });
      try {
        await promise;
      } finally {
        waiters.delete(wake);
        signal.removeEventListener("abort", abort);
      }
    },
  };
};
