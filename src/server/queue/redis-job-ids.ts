import type { KnownToken, LogEntry } from "../ports.ts";
import { formerRepeatId, repeatId } from "./repeat-ids.ts";

/** The ID of an entry's job, which repeats of its post share. */
export interface JobIds {
  readonly id: string;
  /** As a release up to 0.2 called the job of the same post; null when repeats cannot be told. */
  readonly formerId: string | null;
}

/** BullMQ refuses a second job of the same ID while the first one waits. */
export const jobIdsOf = (entry: LogEntry, token: KnownToken): JobIds => {
  if (!entry.isRepeatable) return { id: entry.id, formerId: null };
  // BullMQ takes no ID that could be a number, hence the letter.
  return {
    id: `r${repeatId(entry, token).toString("hex")}`,
    formerId: `r${formerRepeatId(entry, token).toString("hex")}`,
  };
};
