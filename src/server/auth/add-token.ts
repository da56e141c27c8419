import { randomBytes } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { fail, ok, type Result } from "../../domain/result.ts";
import { tokenWords } from "../words/token-words.ts";
import { withFileLock } from "./file-lock.ts";
import { replaceFile } from "./replace-file.ts";
import { hashToken, isPlainTokenName, parseTokenFile } from "./token-file.ts";

const readIfThere = async (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return Buffer.alloc(0);
    throw error;
  });

/** The file with the line of another token. Fails when its name is taken or the file is broken. */
const withToken = (
  before: Buffer,
  file: string,
  name: string,
  token: string,
): Result<string, string> => {
  if (before.length > 0) {
    const parsed = parseTokenFile(before);
    if (!parsed.ok) return fail(`${file} is invalid, fix it first: ${parsed.error}`);
    if (parsed.value.entries.some((entry) => entry.name === name))
      return fail(tokenWords.taken(name));
  }
  const text = before.toString("utf8");
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  return ok(`${text}${gap}${name}:sha256:${hashToken(token).toString("hex")}\n`);
};

/**
 * Makes a 256-bit token for `name`, adds its hash to the file (made when absent) and returns the token, which is
 * kept nowhere. Several at once wait for each other. Fails with a sentence when the name is taken or unusable, the file
 * is broken, or its owner cannot be kept.
 */
export const addToken = async (file: string, name: string): Promise<Result<string, string>> => {
  if (!/^[\p{L}\p{N}._@-]{1,64}$/u.test(name))
    return fail("a name must be 1 to 64 letters, digits or . _ @ -");
  if (isPlainTokenName(name))
    return fail("names like line-3 and plain-3fa9c1d2 are reserved for plain tokens");
  const token = randomBytes(32).toString("base64url");
  // A link stays a link, and all who write through it share one lock.
  const target = await realpath(file).catch(() => file);
  return withFileLock(target, async () => {
    const next = withToken(await readIfThere(target), file, name, token);
    if (!next.ok) return next;
    const replaced = await replaceFile(target, next.value);
    return replaced.ok ? ok(token) : replaced;
  });
};
