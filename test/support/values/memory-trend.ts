/** How a process's memory went over a long run. Mebibytes. */
export interface MemoryTrend {
  /** Median of the fifth after the warm-up, and of the last fifth. */
  readonly early: number;
  readonly late: number;
  readonly peak: number;
  readonly isFlat: boolean;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

// A heap grows into its room before it is collected; what grows on is a leak.
const allowedShare = 1.15;
const allowedMiB = 8;

/** Compares the last fifth of the samples with the second one; the first is warm-up. */
export const memoryTrend = (samplesMiB: readonly number[]): MemoryTrend => {
  const fifth = Math.max(1, Math.floor(samplesMiB.length / 5));
  const early = median(samplesMiB.slice(fifth, 2 * fifth));
  const late = median(samplesMiB.slice(-fifth));
  const peak = Math.max(0, ...samplesMiB);
  return { early, late, peak, isFlat: late <= early * allowedShare + allowedMiB };
};
