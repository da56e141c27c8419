import { randomBytes } from "node:crypto";
import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fail, ok, type Result } from "../../domain/result.ts";
import { hashToken, isPlainTokenName, parseTokenFile } from "./token-file.ts";
import { tokenWords } from "../words/token-words.ts";

const readIfThere = async (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return Buffer.alloc(0);
    throw error;
  });

/** New content under the old name, or nothing: temporary file, fsync, rename, fsync of the folder. Mode 0600. */
const replaceFile = async (file: string, content: string): Promise<void> => {
  const target = await realpath(file).catch(() => file);
  const temporary = `${target}.${process.pid}.new`;
  try {
    const handle = await open(temporary, "wx", 0o600);
    await handle.writeFile(content);
    const owner = await stat(target).catch(() => null);
    // Root adds a token for the server's user, who must still be able to read the file.
    if (owner !== null && process.getuid?.() === 0) await handle.chown(owner.uid, owner.gid);
    await handle.sync();
    await handle.close();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await open(path.dirname(target), "r");
  await folder.sync();
  await folder.close();
};

/**
 * Makes a 256-bit token for `name`, adds its hash to the file (made when absent) and returns the token, which is
 * kept nowhere. Fails with a sentence when the name is taken or unusable, or the file is broken.
 */
export const addToken = async (file: string, name: string): Promise<Result<string, string>> => {
  if (!/^[\p{L}\p{N}._@-]{1,64}$/u.test(name))
    return fail("a name must be 1 to 64 letters, digits or . _ @ -");
  if (isPlainTokenName(name))
    return fail("names like line-3 and plain-3fa9c1d2 are reserved for plain tokens");
  const before = await readIfThere(file);
  if (before.length > 0) {
    const parsed = parseTokenFile(before);
    if (!parsed.ok) return fail(`${file} is invalid, fix it first: ${parsed.error}`);
    if (parsed.value.entries.some((entry) => entry.name === name))
      return fail(tokenWords.taken(name));
  }
  const token = randomBytes(32).toString("base64url");
  const text = before.toString("utf8");
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  await replaceFile(file, `${text}${gap}${name}:sha256:${hashToken(token).toString("hex")}\n`);
  return ok(token);
};
