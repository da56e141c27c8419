/** Runs `action`, which deals with its own failures, every `intervalMs`, never twice at a time; gives the end of it. */
export const every = (intervalMs: number, action: () => Promise<void>): (() => void) => {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    // Never rejects.
    void action().finally(() => (isBusy = false));
  }, intervalMs);
  return () => clearInterval(timer);
};
