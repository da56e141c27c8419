/**
 * How long this thread computes at `work`, in milliseconds. What others take of a busy machine meanwhile does not count:
 * for work that must not grow faster than its input, or must leave a screen time to draw.
 */
export const cpuMsOf = (work: () => unknown): number => {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
};
