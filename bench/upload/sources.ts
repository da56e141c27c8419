import { randomBytes } from "node:crypto";
import { link, mkdir, open, writeFile, type FileHandle } from "node:fs/promises";
import path from "node:path";

const chunkBytes = 16 * 1024 * 1024;

/** What a person sends was not written this minute. */
const anHourAgo = (handle: FileHandle): Promise<void> => {
  const time = new Date(Date.now() - 3_600_000);
  return handle.utimes(time, time);
};

/** A file of random bytes, which compress no way; it lies in the page cache afterwards. */
export const writeRandomFile = async (file: string, sizeBytes: number): Promise<void> => {
  await using handle = await open(file, "wx");
  for (let at = 0; at < sizeBytes; at += chunkBytes) {
    await handle.writeFile(randomBytes(Math.min(chunkBytes, sizeBytes - at)));
  }
  await anHourAgo(handle);
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
  await anHourAgo(handle);
};

const kibibyte = 1024;
const distinctFiles = 300;

/** From 1 KiB to 1 MiB: as many of 1 to 2 KiB as of 512 KiB to 1 MiB. */
const mixedBytes = (index: number): number =>
  Math.round(kibibyte * 2 ** ((index * 10) / (distinctFiles - 1)));

/**
 * A folder of `count` files of 1 KiB to 1 MiB, and their bytes together. Some hundred are real and the
 * others are hard links to them, so that disk and page cache stand it.
 */
export const writeMixedFiles = async (folder: string, count: number): Promise<number> => {
  let bytes = 0;
  await mkdir(folder);
  const nameOf = (index: number): string =>
    path.join(folder, `file-${String(index).padStart(6, "0")}.bin`);
  for (let index = 0; index < count; index += 1) {
    const size = mixedBytes(index % distinctFiles);
    if (index < distinctFiles) await writeFile(nameOf(index), randomBytes(size));
    else await link(nameOf(index % distinctFiles), nameOf(index));
    bytes += size;
  }
  return bytes;
};
