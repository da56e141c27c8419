import { realpath } from "node:fs/promises";
import { fail, ok, type Result } from "../../domain/result.ts";
import { tokenWords } from "../words/token-words.ts";
import { withFileLock } from "./file-lock.ts";
import { readTokenBytes } from "./read-token-bytes.ts";
import { replaceKeepingOwner } from "./replace-keeping-owner.ts";
import { parseTokenFile, type TokenEntry } from "./token-file.ts";

/** A tokens file as it is before a change. */
export interface TokenFileContent {
  readonly text: string;
  readonly entries: readonly TokenEntry[];
}

/** What a change makes of it, and what the caller gets for it. */
export interface TokenFileChange<T> {
  readonly text: string;
  readonly value: T;
  /** Takes back what was done beside the file, when the file cannot be replaced. */
  readonly undo?: () => Promise<void>;
}

const readIfThere = async (file: string): Promise<Result<Buffer, string>> => {
  try {
    const read = await readTokenBytes(file);
    return read.ok ? ok(read.value.bytes) : read;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return ok(Buffer.alloc(0));
    throw error;
  }
};

const readContent = async (
  target: string,
  file: string,
): Promise<Result<TokenFileContent, string>> => {
  const read = await readIfThere(target);
  if (!read.ok) return fail(tokenWords.fixFirst(file, read.error));
  const bytes = read.value;
  if (bytes.length === 0) return ok({ text: "", entries: [] });
  const parsed = parseTokenFile(bytes);
  if (!parsed.ok) return fail(tokenWords.fixFirst(file, parsed.error));
  return ok({ text: bytes.toString("utf8"), entries: parsed.value.entries });
};

/**
 * Changes a tokens file (an absent one is empty) while nobody else does; its mode, owner and group stay. Fails with a
 * sentence when the change does, the file is broken or its owner cannot be kept; throws what the disk does.
 */
export const changeTokenFile = async <T>(
  file: string,
  change: (content: TokenFileContent) => Promise<Result<TokenFileChange<T>, string>>,
): Promise<Result<T, string>> => {
  // A link stays a link, and all who write through it share one lock.
  const target = await realpath(file).catch(() => file);
  return withFileLock(target, async () => {
    const content = await readContent(target, file);
    if (!content.ok) return content;
    const changed = await change(content.value);
    if (!changed.ok) return changed;
    const { text, value, undo } = changed.value;
    try {
      const replaced = await replaceKeepingOwner(target, text);
      if (replaced.ok) return ok(value);
      await undo?.();
      return replaced;
    } catch (error) {
      await undo?.();
      throw error;
    }
  });
};
