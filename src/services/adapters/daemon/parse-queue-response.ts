import { isCount, isRecord } from "../../../domain/json.ts";
import type { CallFault, QueueResponse } from "./queue-messages.ts";

const isFault = (value: unknown): value is CallFault =>
  value === "not understood" || value === "failed" || value === "too long";

/** An answer's envelope; null when it is none. */
export const parseQueueResponse = (value: unknown): QueueResponse | null => {
  if (!isRecord(value)) return null;
  if (value["changed"] === true) return { changed: true };
  const { id, fault } = value;
  if (!isCount(id)) return null;
  if (isFault(fault)) return { id, fault };
  return "value" in value ? { id, value: value["value"] } : null;
};
