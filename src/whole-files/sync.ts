import { open, type FileHandle } from "node:fs/promises";
import { systemCode } from "../domain/system-code.ts";

/** What a file system says that cannot sync, as some network file systems do with folders; or of a folder without "r". */
const cannotSync: ReadonlySet<string | null> = new Set([
  "EINVAL",
  "ENOTSUP",
  "EPERM",
  "EISDIR",
  "EACCES",
]);

const unlessItCannot = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (thrown) {
    if (!cannotSync.has(systemCode(thrown))) throw thrown;
  }
};

/** Waits until what was written is on the disk, where the file system can tell. Throws what the disk does. */
export const syncFile = (handle: FileHandle): Promise<void> => unlessItCannot(() => handle.sync());

/** Waits until the names in `folder` are on the disk, where the file system can tell. Throws what the disk does. */
export const syncFolder = (folder: string): Promise<void> =>
  unlessItCannot(async () => {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
