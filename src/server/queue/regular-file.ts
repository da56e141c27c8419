import { statSync } from "node:fs";
import { queueWords } from "../words/queue-words.ts";

/**
 * What is wrong with a file of the queue's that is there and is none: a pipe, a socket or a device would be waited for
 * without end. Null for a file, and for nothing.
 */
export const specialFileProblem = (file: string): string | null => {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined || stats.isFile() ? null : queueWords.noRegularFile(file);
};

/** Throws that. */
export const assertRegularFile = (file: string): void => {
  const problem = specialFileProblem(file);
  if (problem !== null) throw new Error(problem);
};
