import type { FileHandle } from "node:fs/promises";

/** Fills `buffer` from `position`, or to the end of the file: one read may give less long before it. */
export const readFully = async (
  file: FileHandle,
  buffer: Uint8Array,
  position: number,
): Promise<number> => {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      buffer.length - filled,
      position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
};
