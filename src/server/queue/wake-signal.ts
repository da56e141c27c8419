/** Wakes those who wait for new work. */
export interface WakeSignal {
  notify(): void;
  /**
   * Resolves at the next notification, at once when one came that nobody waited for, or after `timeoutMs`; rejects
   * with the signal's reason when aborted.
   */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

/**
 * A signal for one or many waiters. One that nobody waits for is kept: it came while its listener was looking at what
 * it had. As services/log/wake-signal.ts, which the server may not import; one suite tests both.
 */
export const createWakeSignal = (): WakeSignal => {
  const waiters = new Set<() => void>();
  let isPending = false;
  return {
    notify: () => {
      isPending = waiters.size === 0;
      for (const wake of waiters) wake();
    },
    wait: async (timeoutMs, signal) => {
      signal.throwIfAborted();
      if (isPending) {
        isPending = false;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const abort = () => reject(signal.reason);
      const timer = setTimeout(wake, timeoutMs);
      waiters.add(wake);
      signal.addEventListener("abort", abort, { once: true });
      try {
        await promise;
      } finally {
        clearTimeout(timer);
        waiters.delete(wake);
        signal.removeEventListener("abort", abort);
      }
    },
  };
};
