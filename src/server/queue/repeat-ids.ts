import { hash } from "node:crypto";
import type { KnownToken, LogEntry } from "../ports.ts";

const idOver = (token: string, id: string): Buffer =>
  hash("sha256", JSON.stringify([token, id]), "buffer").subarray(0, 16);

/**
 * What two posts of one outcome share: 16 bytes over the token and the Id. Others' Ids never collide with it; the token's
 * key stays when names and lines of the tokens file change.
 */
export const repeatId = ({ id }: Pick<LogEntry, "id">, { key }: KnownToken): Buffer =>
  idOver(key, id);

/** The same as releases up to 0.2 remembered it, over the token's name. */
export const formerRepeatId = ({ id }: Pick<LogEntry, "id">, { formerName }: KnownToken): Buffer =>
  idOver(formerName, id);
