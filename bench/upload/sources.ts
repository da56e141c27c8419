import { randomBytes } from "node:crypto";
import { mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";

const chunkBytes = 16 * 1024 * 1024;

/** A file of random bytes, which compress no way; it lies in the page cache afterwards. */
export const writeRandomFile = async (file: string, sizeBytes: number): Promise<void> => {
  await using handle = await open(file, "wx");
  for (let at = 0; at < sizeBytes; at += chunkBytes) {
    await handle.writeFile(randomBytes(Math.min(chunkBytes, sizeBytes - at)));
  }
};

/** A folder of `count` files of `sizeBytes` each. */
export const writeManyFiles = async (
  folder: string,
  count: number,
  sizeBytes: number,
): Promise<void> => {
  await mkdir(folder);
  for (let index = 0; index < count; index += 1) {
    const name = `file-${String(index).padStart(6, "0")}.bin`;
    await writeFile(path.join(folder, name), randomBytes(sizeBytes));
  }
};

/** A file of `sizeBytes` that takes no room. */
export const writeSparseFile = async (file: string, sizeBytes: number): Promise<void> => {
  await using handle = await open(file, "wx");
  await handle.truncate(sizeBytes);
};
