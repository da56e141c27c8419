import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import { systemCode } from "../../../domain/system-code.ts";
import { readFully } from "./read-fully.ts";

/** For reading. NONBLOCK: opening a pipe that nobody writes to would wait for ever; it means nothing for files. */
export const readFlags = constants.O_RDONLY | constants.O_NONBLOCK;

/** A file as it was opened, how much was read of it, and the open file as it was then. */
export interface EntireRead {
  readonly opened: Stats;
  readonly after: Stats;
  readonly readBytes: number;
  /** More came behind what fills the buffer. */
  readonly isLonger: boolean;
}

const fill = (file: number, buffer: Uint8Array): number => {
  let filled = 0;
  while (filled < buffer.length) {
    const bytesRead = readSync(file, buffer, filled, buffer.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
};

const openNow = (path: string): number | null => {
  try {
    return openSync(path, readFlags | constants.O_NOFOLLOW);
  } catch (error) {
    if (systemCode(error) === "ELOOP") return null;
    throw error;
  }
};

/**
 * Fills `buffer` from the start of a file between two looks at it, in the event loop; null for a link. Throws what
 * node:fs says.
 */
export const readEntireNow = (path: string, buffer: Uint8Array): EntireRead | null => {
  const file = openNow(path);
  if (file === null) return null;
  try {
    const opened = fstatSync(file);
    // What is no file is not read: `opened` says what it is.
    const readBytes = opened.isFile() ? fill(file, buffer) : 0;
    const isFull = opened.isFile() && readBytes === buffer.length;
    const isLonger = isFull && readSync(file, new Uint8Array(1), 0, 1, readBytes) > 0;
    return { opened, after: fstatSync(file), readBytes, isLonger };
  } finally {
    closeSync(file);
  }
};

/** As `readEntireNow`, by threads. Rejects with what node:fs says. */
export const readEntireInThread = async (path: string, buffer: Uint8Array): Promise<EntireRead> => {
  const file = await open(path, readFlags);
  try {
    const opened = await file.stat();
    const readBytes = opened.isFile() ? await readFully(file, buffer, 0) : 0;
    const isFull = opened.isFile() && readBytes === buffer.length;
    const isLonger = isFull && (await readFully(file, new Uint8Array(1), readBytes)) > 0;
    return { opened, after: await file.stat(), readBytes, isLonger };
  } finally {
    await file.close();
  }
};
