import { isUtf8 } from "node:buffer";
import type { Dir, Dirent, Stats } from "node:fs";
import { lstat, opendir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { EntryKind, FolderEntry } from "../../ports/file-source.ts";
import { guardFile } from "./file-errors.ts";

/** Entries a chunk: the first rows show at once, a large folder does not starve the keyboard. */
const chunkEntries = 1_000;
/** So long a large folder may take as a whole before its next chunk is read. */
const patienceMs = 150;
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

/** `latin1` holds one byte of the name a character. No spread here: it would cost a third of the listing. */
const toEntry = (latin1: string, kind: EntryKind, isLink: boolean): FolderEntry => {
  const isPlain = !hasHighByte.test(latin1);
  const bytes = isPlain ? null : Buffer.from(latin1, "latin1");
  return {
    name: bytes === null ? latin1 : bytes.toString("utf8"),
    isUtf8: bytes === null || isUtf8(bytes),
    kind,
    isLink,
    sizeBytes: 0,
    mtimeMs: 0,
    hasDetails: false,
  };
};

const linkEntry = async (folder: string, latin1: string): Promise<FolderEntry> => {
  const file = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(latin1, "latin1")]);
  const target = await followLink(file);
  return toEntry(latin1, target ? toKind(target) : "other", true);
};

/**
 * All of `found` but the names in `known`. Only links are looked at; waiting for each of 100,000 entries would cost
 * more than reading them.
 */
const toEntries = async (
  folder: string,
  found: readonly Dirent[],
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly FolderEntry[]> => {
  const entries: FolderEntry[] = [];
  const links: string[] = [];
  for (const one of found) {
    if (known.has(one.name)) continue;
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

/** The whole folder by one job of the thread pool, sorted there; null when that fails, as reading on will tell. */
const readWhole = async (folder: string): Promise<readonly Dirent[] | null> => {
  try {
    return await readdir(folder, { encoding: "latin1", withFileTypes: true });
  } catch {
    return null;
  }
};

/** What `work` gives within so many milliseconds, else null. */
const within = async <T>(work: Promise<T | null>, ms: number): Promise<T | null> => {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * See FileSource.list. The first chunk comes at once. What is left of a large folder then comes in one piece, read
 * and sorted off the main thread; on a slow disk, where that takes long, chunk by chunk until it has come.
 */
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
  let isOpen = true;
  const close = async () => {
    if (isOpen) await directory.close();
    isOpen = false;
  };
  const seen = new Set<string>();
  let whole: Promise<readonly Dirent[] | null> | null = null;
  try {
    for (;;) {
      signal.throwIfAborted();
      const rest = whole && (await within(whole, patienceMs));
      if (rest) {
        const entries = await toEntries(folder, rest, seen, signal);
        // Before the last chunk is given away, so that its end is known with it.
        await close();
        yield ok(entries);
        return;
      }
      const chunk = await guardFile(folder, () => readChunk(directory));
      if (!chunk.ok) {
        yield chunk;
        return;
      }
      if (chunk.value.length === 0) return;
      if (chunk.value.length === chunkEntries) whole ??= readWhole(folder);
      yield ok(await toEntries(folder, chunk.value, seen, signal));
      for (const { name } of chunk.value) seen.add(name);
    }
  } finally {
    await close();
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
