import { createHash } from "node:crypto";
import type { LogEntry } from "../ports.ts";

/** What two posts of one outcome share: 16 bytes over the token's name and the Id. Others' Ids never collide with it. */
export const seenId = ({ tokenName, id }: Pick<LogEntry, "tokenName" | "id">): Buffer =>
  createHash("sha256")
    .update(JSON.stringify([tokenName, id]))
    .digest()
    .subarray(0, 16);
