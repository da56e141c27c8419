import { stat } from "node:fs/promises";
import { fail, ok, type Result } from "../../domain/result.ts";
import { replaceFile } from "../../whole-files/replace-file.ts";
import type { PrepareFile } from "../../whole-files/write-temporary.ts";
import { tokenWords } from "../words/token-words.ts";

class OwnerNotKept extends Error {}

/** Gives the new file what the old one had: the server may read it by its group. */
const keepOwner =
  (file: string): PrepareFile =>
  async (handle) => {
    const before = await stat(file).catch(() => null);
    if (before === null) return;
    const after = await handle.stat();
    if (after.uid !== before.uid || after.gid !== before.gid)
      await handle.chown(before.uid, before.gid).catch((cause: unknown) => {
        throw new OwnerNotKept("the owner cannot be kept", { cause });
      });
    await handle.chmod(before.mode & 0o777);
  };

/**
 * New content under the name of `file`, or nothing, as `replaceFile` does it. Mode, owner and group stay as they are; a
 * new file has mode 0600. Fails with a sentence when they cannot be kept; throws what the disk does.
 */
export const replaceKeepingOwner = async (
  file: string,
  content: string,
): Promise<Result<null, string>> => {
  try {
    await replaceFile(file, content, keepOwner(file));
    return ok(null);
  } catch (error) {
    if (error instanceof OwnerNotKept) return fail(tokenWords.notOwner(file));
    throw error;
  }
};
