import { isUtf8 } from "node:buffer";
import type { Dir, Dirent, Stats } from "node:fs";
import { lstat, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { EntryKind, FolderEntry } from "../../ports/file-source.ts";
import { guardFile } from "./file-errors.ts";

/** Entries a chunk: the first rows show at once, a large folder does not starve the keyboard. */
const chunkEntries = 1_000;
/** Looks at the disk at once: libuv has four threads, the rest queue there. */
const looksAtOnce = 32;

const hasHighByte = /[\u0080-\u00ff]/;

interface KindTests {
  isFile(): boolean;
  isDirectory(): boolean;
  isSocket(): boolean;
  isFIFO(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
}

/** What kind of thing node:fs found. */
export const toKind = (found: KindTests): EntryKind => {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "folder";
  if (found.isSocket()) return "socket";
  if (found.isFIFO()) return "pipe";
  return found.isBlockDevice() || found.isCharacterDevice() ? "device" : "other";
};

/** `Array.fromAsync` over at most `looksAtOnce` running at once, in the order of `items`. */
const mapSome = async <A, B>(
  items: readonly A[],
  signal: AbortSignal,
  work: (item: A) => Promise<B>,
): Promise<readonly B[]> => {
  const results: B[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      signal.throwIfAborted();
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(looksAtOnce, items.length) }, lane));
  return results;
};

const followLink = async (file: Buffer | string): Promise<Stats | null> => {
  try {
    return await stat(file);
  } catch {
    // Dangling, looping or forbidden: shown with kind "other", explained when it is opened.
    return null;
  }
};

/** The name as text, and whether its bytes were UTF-8. `latin1` holds one byte a character. */
const decodeName = (latin1: string): { readonly name: string; readonly isUtf8: boolean } => {
  if (!hasHighByte.test(latin1)) return { name: latin1, isUtf8: true };
  const bytes = Buffer.from(latin1, "latin1");
  return { name: bytes.toString("utf8"), isUtf8: isUtf8(bytes) };
};

const toEntry = async (folder: string, found: Dirent): Promise<FolderEntry> => {
  const isLink = found.isSymbolicLink();
  const target = isLink
    ? await followLink(
        Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(found.name, "latin1")]),
      )
    : found;
  return {
    ...decodeName(found.name),
    kind: target ? toKind(target) : "other",
    isLink,
    sizeBytes: 0,
    mtimeMs: 0,
    hasDetails: false,
  };
};

const readChunk = async (directory: Dir): Promise<readonly Dirent[]> => {
  const chunk: Dirent[] = [];
  while (chunk.length < chunkEntries) {
    const found = await directory.read();
    if (!found) break;
    chunk.push(found);
  }
  return chunk;
};

/** See FileSource.list. */
export const readFolder = async function* (
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<Result<readonly FolderEntry[], AppError>> {
  // latin1 keeps every byte of a name, also of one that is no UTF-8.
  const opened = await guardFile(folder, () =>
    opendir(folder, { encoding: "latin1", bufferSize: chunkEntries }),
  );
  if (!opened.ok) {
    yield opened;
    return;
  }
  const directory = opened.value;
  try {
    for (;;) {
      signal.throwIfAborted();
      const chunk = await guardFile(folder, () => readChunk(directory));
      if (!chunk.ok) {
        yield chunk;
        return;
      }
      if (chunk.value.length === 0) return;
      yield ok(await mapSome(chunk.value, signal, (found) => toEntry(folder, found)));
    }
  } finally {
    await directory.close();
  }
};

const lookAt = async (folder: string, name: string): Promise<FolderEntry> => {
  const file = join(folder, name);
  try {
    const own = await lstat(file);
    const isLink = own.isSymbolicLink();
    const target = isLink ? await followLink(file) : own;
    const kind = target ? toKind(target) : "other";
    return {
      name,
      isUtf8: true,
      kind,
      isLink,
      sizeBytes: target && kind === "file" ? target.size : 0,
      mtimeMs: (target ?? own).mtimeMs,
      hasDetails: true,
    };
  } catch {
    // It went away between the list and the look; opening it will say so.
    return {
      name,
      isUtf8: true,
      kind: "other",
      isLink: false,
      sizeBytes: 0,
      mtimeMs: 0,
      hasDetails: true,
    };
  }
};

/** See FileSource.details. */
export const readDetails = (
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly FolderEntry[]> => mapSome(names, signal, (name) => lookAt(folder, name));
