import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Names and sizes as senders have them: a table, scans in a folder, a name from another alphabet, an empty file. */
const samples: readonly (readonly [name: string, sizeBytes: number])[] = [
  ["invoices-2026-11.csv", 48_213],
  ["empty-note.txt", 0],
  ["Übersicht Größe.pdf", 310_004],
  ["納品書.txt", 1_204],
  ["scans/page-001.tif", 2_400_000],
  ["scans/page-002.tif", 2_400_000],
  ["scans/old/page-000.tif", 5 * 1024 * 1024],
  ["video-final-cut.mov", 23 * 1024 * 1024 + 11],
];

/** The same bytes in every run, and different ones in each file. */
const sampleBytes = (name: string, sizeBytes: number): Buffer => {
  const bytes = Buffer.alloc(sizeBytes);
  const block = createHash("sha512").update(name).digest();
  for (let at = 0; at < sizeBytes; at += block.length) {
    block.writeUInt32LE(at >>> 0, 0);
    block.copy(bytes, at);
  }
  return bytes;
};

/** Writes the sample files below `folder`; gives their absolute paths. */
export const writeSampleFiles = async (folder: string): Promise<readonly string[]> => {
  const paths: string[] = [];
  for (const [name, sizeBytes] of samples) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, sampleBytes(name, sizeBytes));
    paths.push(file);
  }
  return paths;
};
