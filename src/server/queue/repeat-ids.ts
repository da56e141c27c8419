import { hash } from "node:crypto";
import type { KnownToken, LogEntry } from "../ports.ts";

/** What two posts of one outcome share: 16 bytes over the token and the Id. Others' Ids never collide with it. */
export interface RepeatIds {
  readonly id: Buffer;
  /** The same as releases up to 0.2 remembered it, over the token's name. */
  readonly formerId: Buffer;
}

const idOver = (token: string, id: string): Buffer =>
  hash("sha256", JSON.stringify([token, id]), "buffer").subarray(0, 16);

/** The Ids of an entry that `token` let in. Its key stays when names and lines of the tokens file change. */
export const repeatIds = ({ id }: Pick<LogEntry, "id">, token: KnownToken): RepeatIds => ({
  id: idOver(token.key, id),
  formerId: idOver(token.formerName, id),
});
