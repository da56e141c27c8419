import { setFlagsFromString } from "node:v8";

/** What fills the heap: screens and long lists, or files that are being sent. */
type HeapUse = "screens" | "uploads";

/** V8 looks at all of these whenever the heap wants to grow, so that they count when set after the start, too. */
const flags: Readonly<Record<HeapUse, readonly string[]>> = {
  // With a queue of 10,000 files the app peaks at 122 MiB instead of 174; a folder of 100,000 entries is read as fast.
  screens: ["--optimize-for-size", "--semi-space-growth-factor=1"],
  // 2,000 small files peak at 124 MiB instead of 160, for a tenth of the time.
  // (--scavenger-max-new-space-capacity-mb is not among them: V8 reads it at the start only.)
  uploads: ["--semi-space-growth-factor=1", "--heap-growing-percent=40"],
};

/**
 * Has V8 collect garbage before it asks for more memory, as it suits what the heap is used for. For programs that a
 * person starts, whose command line is not ours; the daemon has its flags there (docs/decisions/0015-flags-of-v8.md).
 */
export const keepHeapSmall = (use: HeapUse): void => {
  for (const flag of flags[use]) setFlagsFromString(flag);
};
