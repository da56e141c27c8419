/**
 * What `work` gives, or what `onLate` gives or throws when that takes longer than `timeoutMs`. Rejects as `work` does,
 * and does not stop it. Real time, whatever clock a test turns. Among the ports because all who wait may import them.
 */
export const withTimeout = async <T, L>(
  work: Promise<T>,
  timeoutMs: number,
  onLate: () => L,
): Promise<T | L> => {
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), timeoutMs);
  try {
    const first = await Promise.race([work.then((value) => ({ value })), late.promise]);
    return first === "late" ? onLate() : first.value;
  } finally {
    // A timer that is left behind keeps the process alive.
    clearTimeout(timer);
  }
};
