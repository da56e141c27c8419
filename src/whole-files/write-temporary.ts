import { randomUUID } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { syncFile } from "./sync.ts";

/** Done with a file that is still empty: whose it is, and what its mode is. */
export type PrepareFile = (handle: FileHandle) => Promise<void>;

const asItIs: PrepareFile = async () => undefined;

/**
 * Writes a file (0600) of a hidden name to `folder`, which gets its own name when all of it is on the disk. Gives its
 * path. Leaves none when it fails; throws what `prepare` and the system do.
 */
export const writeTemporary = async (
  folder: string,
  content: string,
  prepare = asItIs,
): Promise<string> => {
  const temporary = path.join(folder, `.${randomUUID()}.tmp`);
  const handle = await open(temporary, "wx", 0o600);
  try {
    try {
      await prepare(handle);
      await handle.writeFile(content);
      await syncFile(handle);
    } finally {
      await handle.close();
    }
    return temporary;
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
};
