import { hash } from "node:crypto";
import type { LogEntry } from "../ports.ts";

/** What two posts of one outcome share: 16 bytes over the token's name and the Id. Others' Ids never collide with it. */
export const seenId = ({ tokenName, id }: Pick<LogEntry, "tokenName" | "id">): Buffer =>
  hash("sha256", JSON.stringify([tokenName, id]), "buffer").subarray(0, 16);
