import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { syncFolder } from "./sync.ts";
import { writeTemporary, type PrepareFile } from "./write-temporary.ts";

/**
 * Gives `file` (0600, or what `prepare` makes of it) new content, so that a crash leaves the old or the new, never half:
 * temporary file, fsync, rename, fsync of the folder. Throws what `prepare` and the system do, and leaves the old then.
 */
export const replaceFile = async (
  file: string,
  content: string,
  prepare?: PrepareFile,
): Promise<void> => {
  const folder = path.dirname(file);
  const temporary = await writeTemporary(folder, content, prepare);
  try {
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  await syncFolder(folder);
};
