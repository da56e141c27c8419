import { constants, type Dir, type Dirent, type Stats } from "node:fs";
import { lstat, opendir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { mapConcurrently } from "../../../domain/map-concurrently.ts";
import {
  markAsNoUtf8,
  packFolder,
  toMark,
  type PackedFolder,
} from "../../../domain/packed-folder.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { EntryKind, FolderEntry } from "../../../domain/folder-entry.ts";
import { decodeName, isAscii, isUtf8Name, latin1Path, toEntry, toKind } from "./dir-entry.ts";
import { guardFile } from "./file-errors.ts";

/** Entries a chunk: the first rows show at once, a large folder does not starve the keyboard. */
const chunkEntries = 1_000;
/** Looks at the disk at once: libuv has four threads, the rest queue there. */
const maxConcurrentStats = 32;

const mapSome = <A, B>(
  items: readonly A[],
  signal: AbortSignal,
  work: (item: A) => Promise<B>,
): Promise<readonly B[]> =>
  mapConcurrently(items, maxConcurrentStats, (item) => {
    signal.throwIfAborted();
    return work(item);
  });

const followLink = async (file: Buffer | string): Promise<Stats | null> => {
  try {
    return await stat(file);
  } catch {
    // Dangling, looping or forbidden: shown with kind "other", explained when it is opened.
    return null;
  }
};

const linkKind = async (folder: string, latin1: string): Promise<EntryKind> => {
  const target = await followLink(latin1Path(folder, latin1));
  return target ? toKind(target) : "other";
};

const linkEntry = async (folder: string, latin1: string): Promise<FolderEntry> =>
  toEntry(latin1, await linkKind(folder, latin1), true);

/** Only links are looked at; waiting for each of 100,000 entries would cost more than reading them. */
const toEntries = async (
  folder: string,
  found: readonly Dirent[],
  signal: AbortSignal,
): Promise<readonly FolderEntry[]> => {
  const entries: FolderEntry[] = [];
  const links: string[] = [];
  for (const one of found) {
    if (one.isSymbolicLink()) links.push(one.name);
    else entries.push(toEntry(one.name, toKind(one), false));
  }
  if (links.length === 0) return entries;
  return [...entries, ...(await mapSome(links, signal, (name) => linkEntry(folder, name)))];
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
  await using directory = opened.value;
  for (;;) {
    signal.throwIfAborted();
    const chunk = await guardFile(folder, () => readChunk(directory));
    if (!chunk.ok) {
      yield chunk;
      return;
    }
    if (chunk.value.length === 0) return;
    yield ok(await toEntries(folder, chunk.value, signal));
  }
};

/**
 * All of a folder in one job of the thread pool, which sorts it by bytes too; packed in two plain loops, since each
 * of 100,000 entries is met by cold code. Rejects with what node:fs threw, or with the signal's reason.
 */
export const readEntireFolder = async (
  folder: string,
  signal: AbortSignal,
): Promise<PackedFolder> => {
  signal.throwIfAborted();
  const found = await readdir(folder, { encoding: "latin1", withFileTypes: true });
  signal.throwIfAborted();
  const latin1Names = found.map(({ name }) => name);
  const marks = new Uint8Array(found.length);
  const links: number[] = [];
  found.forEach((one, index) => {
    // 0 is the mark of a file: nearly all of them.
    if (one.isFile()) return;
    if (one.isSymbolicLink()) links.push(index);
    else marks[index] = toMark({ kind: toKind(one), isLink: false, isUtf8: true });
  });
  await mapSome(links, signal, async (index) => {
    const kind = await linkKind(folder, latin1Names[index] ?? "");
    marks[index] = toMark({ kind, isLink: true, isUtf8: true });
  });
  const packed = packFolder(latin1Names, marks);
  // Nearly always all are ASCII, which is asked of their one text: to ask each costs as much as packing them.
  if (isAscii(packed.names.joined)) return packed;
  return packFolder(
    latin1Names.map(decodeName),
    marks.map((mark, index) => (isUtf8Name(latin1Names[index] ?? "") ? mark : markAsNoUtf8(mark))),
  );
};

const statFiles = async (folder: string, name: string): Promise<FolderEntry> => {
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
      isProgram: kind === "file" && target !== null && (target.mode & constants.S_IXUSR) !== 0,
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
): Promise<readonly FolderEntry[]> => mapSome(names, signal, (name) => statFiles(folder, name));
