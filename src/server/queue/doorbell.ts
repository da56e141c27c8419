/** Wakes those who wait for new work. */
export interface Doorbell {
  ring(): void;
  /** Resolves at the next ring, after `timeoutMs`, or when aborted. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

/** A bell for one or many waiters; a ring that nobody waits for is forgotten. */
export const createDoorbell = (): Doorbell => {
  const waiters = new Set<() => void>();
  return {
    ring: () => {
      for (const wake of waiters) wake();
    },
    wait: async (timeoutMs, signal) => {
      if (signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      const timer = setTimeout(wake, timeoutMs);
      waiters.add(wake);
      signal.addEventListener("abort", wake);
      await promise;
      signal.removeEventListener("abort", wake);
      clearTimeout(timer);
      waiters.delete(wake);
    },
  };
};
