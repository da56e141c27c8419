import { uploadWords } from "../../words/commands/upload.ts";
import type { SendContext } from "./send-context.ts";

/** What has not gone out by then waits for the next run. */
const logTimeoutMs = 10_000;

/** Gives the log server its time, and notes quietly what it has not taken. Never a failure. */
export const finishLog = async ({ queue, note }: SendContext): Promise<void> => {
  await queue.whenLogQuiet(logTimeoutMs);
  const { log } = await queue.snapshot({ from: 0, count: 0 });
  if (log.waiting === 0 && log.trouble === null) return;
  note(uploadWords.logPending(log));
};
