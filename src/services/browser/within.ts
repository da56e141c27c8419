/** What `work` gives within so many milliseconds, else null. Rejects as `work` does. */
export const within = async <T>(work: Promise<T | null>, ms: number): Promise<T | null> => {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
