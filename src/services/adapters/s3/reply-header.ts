import { nonEmpty } from "../../../domain/non-empty.ts";
import type { HttpReply } from "../http/http-call.ts";

/** One header of an answer; null when it is absent or empty. */
export const header = (reply: HttpReply, name: string): string | null => {
  const value = reply.headers[name];
  return typeof value === "string" ? nonEmpty(value) : null;
};
