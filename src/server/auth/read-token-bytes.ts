import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { fail, ok, type Result } from "../../domain/result.ts";
import { tokenWords } from "../words/token-words.ts";
import { maxTokenFileBytes } from "./token-file.ts";

/** A tokens file as it is on disk. */
export interface TokenBytes {
  readonly bytes: Buffer;
  readonly mode: number;
}

/**
 * The bytes of a tokens file. Fails with a sentence for a pipe or a device, which would be waited for without end, and
 * every revocation behind it, and for a file that is far too long; throws what the disk does.
 */
export const readTokenBytes = async (file: string): Promise<Result<TokenBytes, string>> => {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile() && !stats.isDirectory()) return fail(tokenWords.noFile);
    if (stats.size > maxTokenFileBytes) return fail(tokenWords.tooMany);
    return ok({ bytes: await handle.readFile(), mode: stats.mode });
  } finally {
    await handle.close();
  }
};
