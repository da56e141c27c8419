import { open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { fail, ok, type Result } from "../../domain/result.ts";
import { tokenWords } from "../words/token-words.ts";

/** Gives the new file what the old one had: the server may read it by its group. False when we may not. */
const keepOwner = async (handle: FileHandle, file: string): Promise<boolean> => {
  const before = await stat(file).catch(() => null);
  if (before === null) return true;
  const after = await handle.stat();
  if (after.uid !== before.uid || after.gid !== before.gid) {
    const isChanged = await handle.chown(before.uid, before.gid).then(
      () => true,
      () => false,
    );
    if (!isChanged) return false;
  }
  await handle.chmod(before.mode & 0o777);
  return true;
};

/**
 * New content under the name of `file`, or nothing: temporary file, fsync, rename, fsync of the folder. Mode, owner and
 * group stay as they are; a new file has mode 0600. Fails with a sentence when they cannot be kept; throws what the
 * disk does.
 */
export const replaceFile = async (file: string, content: string): Promise<Result<null, string>> => {
  const temporary = `${file}.${process.pid}.new`;
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      if (!(await keepOwner(handle, file))) {
        await rm(temporary, { force: true });
        return fail(tokenWords.notOwner(file));
      }
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await open(path.dirname(file), "r");
  await folder.sync();
  await folder.close();
  return ok(null);
};
