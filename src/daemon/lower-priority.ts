import { writeFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";

const { PRIORITY_BELOW_NORMAL } = constants.priority;

/**
 * Lets every program that somebody sits in front of go first: an upload has time, a key has none. Linux with
 * autogroups weighs whole sessions, of which the daemon is one. Best effort: a system may refuse either.
 */
export const lowerPriority = async (): Promise<void> => {
  try {
    setPriority(PRIORITY_BELOW_NORMAL);
    await writeFile("/proc/self/autogroup", String(PRIORITY_BELOW_NORMAL));
  } catch {
    // Uploads go on as they would have.
  }
};
