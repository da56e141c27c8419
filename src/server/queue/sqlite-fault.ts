import type { QueueFault } from "../ports.ts";

// https://www.sqlite.org/rescode.html: the low byte is the primary code.
const sqliteFull = 13;

/** The database's files are not where the next start looks for them. */
export class QueueFilesGone extends Error {}

/** What a failed write means for the sender. Throws what SQLite did not throw: that is a bug of ours. */
export const toQueueFault = (error: unknown): QueueFault => {
  if (error instanceof QueueFilesGone) return { code: "broken", detail: error.message };
  if (!(error instanceof Error) || !("errcode" in error)) throw error;
  const isFull = (Number(error.errcode) & 0xff) === sqliteFull;
  return { code: isFull ? "full" : "broken", detail: error.message };
};
