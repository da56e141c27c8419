/** Lets one loop sleep until others have something for it. A wake-up between two sleeps is not lost. */
export interface WakeSignal {
  wake(): void;
  /** Resolves at the next wake-up, at once when there was one since the last call; rejects on abort. */
  sleep(signal: AbortSignal): Promise<void>;
}

export const createWakeSignal = (): WakeSignal => {
  let isPending = false;
  let resume: (() => void) | null = null;
  return {
    wake: () => {
      isPending = true;
      resume?.();
    },
    sleep: async (signal) => {
      signal.throwIfAborted();
      if (!isPending) {
        const woken = Promise.withResolvers<void>();
        const abort = () => woken.reject(signal.reason);
        resume = woken.resolve;
        signal.addEventListener("abort", abort, { once: true });
        await woken.promise.finally(() => signal.removeEventListener("abort", abort));
      }
      isPending = false;
    },
  };
};
