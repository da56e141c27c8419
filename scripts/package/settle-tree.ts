import { chmod, lutimes, readdir, stat } from "node:fs/promises";
import path from "node:path";

/** 0755 for folders and what its owner may execute, else 0644. */
const settledMode = (isFolder: boolean, mode: number): number =>
  isFolder || (mode & 0o100) !== 0 ? 0o755 : 0o644;

/**
 * Sets times and modes of a folder and of all that is in it: neither the moment nor the umask of a build, nor that of
 * whoever unpacked a package that it takes, stays. `modes` are those of other files, by their paths in it.
 */
export const settleTree = async (
  folder: string,
  timeSeconds: number,
  modes: Readonly<Record<string, number>> = {},
): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of [...files, folder]) {
    const found = await stat(file);
    const mode = modes[path.relative(folder, file)] ?? settledMode(found.isDirectory(), found.mode);
    await chmod(file, mode);
    await lutimes(file, timeSeconds, timeSeconds);
  }
};
