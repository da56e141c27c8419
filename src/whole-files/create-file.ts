import { link, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../domain/system-code.ts";
import { writeTemporary } from "./write-temporary.ts";

/** Gives a file another name that must be free, as `link` of node:fs does. */
export type LinkFile = (file: string, name: string) => Promise<void>;

/** False where a name is taken already. */
const unlessTaken = async (work: () => Promise<void>): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === "EEXIST") return false;
    throw thrown;
  }
};

const reserve = async (name: string): Promise<void> => {
  const handle = await open(name, "wx", 0o600);
  await handle.close();
};

/**
 * For file systems without hard links (FAT, some of SMB and FUSE): Node has no rename that spares what is there, so
 * that an empty file takes the name first. Whoever looks between the two sees it empty, never half.
 */
const renameToFree = async (temporary: string, name: string): Promise<boolean> => {
  if (!(await unlessTaken(() => reserve(name)))) return false;
  try {
    await rename(temporary, name);
    return true;
  } catch (thrown) {
    await rm(name, { force: true });
    throw thrown;
  }
};

const linkToFree = async (
  temporary: string,
  name: string,
  linkFile: LinkFile,
): Promise<boolean> => {
  try {
    return await unlessTaken(() => linkFile(temporary, name));
  } catch {
    // There are many codes for "no hard links here"; what is really wrong the other way says as well.
    return renameToFree(temporary, name);
  }
};

/**
 * Creates a file (0600) under the first of `names` that is free in `folder`, never over another. It has all of
 * `content` when it appears, and a crash leaves all of it or none. Gives its path; null when every name is taken.
 * Throws what the system does, and leaves nothing then.
 */
export const createFile = async (
  folder: string,
  names: Iterable<string>,
  content: string,
  linkFile: LinkFile = link,
): Promise<string | null> => {
  const temporary = await writeTemporary(folder, content);
  try {
    for (const name of names) {
      const file = path.join(folder, name);
      if (await linkToFree(temporary, file, linkFile)) return file;
    }
    return null;
  } finally {
    await rm(temporary, { force: true });
  }
};
