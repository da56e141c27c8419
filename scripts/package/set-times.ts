import { chmod, lutimes, readdir } from "node:fs/promises";
import path from "node:path";

/**
 * Sets the times of all that is in a folder, and of the folder itself, and the modes of folders: neither the moment nor
 * the umask of a build stays in a package.
 */
export const setTimes = async (folder: string, timeSeconds: number): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(file, 0o755);
    await lutimes(file, timeSeconds, timeSeconds);
  }
  await chmod(folder, 0o755);
  await lutimes(folder, timeSeconds, timeSeconds);
};
