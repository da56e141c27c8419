import type { AppError } from "../../domain/errors.ts";
import type { FolderEntry } from "../../domain/folder-entry.ts";
import { packEntries, type PackedFolder } from "../../domain/packed-folder.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { FileSource } from "../ports/file-source.ts";
import { withTimeout } from "../ports/with-timeout.ts";
import { readEntireFolder } from "./read-entire-folder.ts";

export interface ListFolderParams {
  readonly files: FileSource;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** All of it by one job that has begun already; null where it cannot be had so. */
  readonly begun?: Promise<PackedFolder | null> | null;
  /** Milliseconds from any start; for tests. */
  readonly nowMs?: (() => number) | undefined;
}

/** Each part is drawn: more of them a second would only slow the reading down. */
const minPartIntervalMs = 100;
/** Each part is packed and sorted anew: a fifth of the time at the most, however large the folder is by then. */
const readingPerPacking = 4;
/** A folder whose first chunk has so many entries is read once more, all of it by one job. */
const largeFolderEntries = 1_000;
/** So long a large folder may take by one job before its next chunk is read. */
const entireFolderTimeoutMs = 150;

/**
 * A folder as far as it has been read, each time in place of the time before: what is read first at once, then what has
 * come in a tenth of a second; all of a large one as soon as it has been read and sorted. Ends with the error when there
 * is one, or silently. Rejects with the signal's reason.
 */
export async function* listFolder(
  params: ListFolderParams,
): AsyncGenerator<Result<PackedFolder, AppError>> {
  const { files, folder, signal, begun = null, nowMs = () => performance.now() } = params;
  const entries: FolderEntry[] = [];
  let given = 0;
  let dueAtMs = 0;
  let reading = begun;
  const soFar = (): Result<PackedFolder, AppError> => {
    const startedAtMs = nowMs();
    const packed = packEntries(entries);
    const endedAtMs = nowMs();
    const packingMs = endedAtMs - startedAtMs;
    dueAtMs = endedAtMs + Math.max(minPartIntervalMs, packingMs * readingPerPacking);
    given = entries.length;
    return ok(packed);
  };
  for await (const chunk of files.list(folder, signal)) {
    if (!chunk.ok) {
      if (entries.length > given) yield soFar();
      yield chunk;
      return;
    }
    if (chunk.value.length >= largeFolderEntries)
      reading ??= readEntireFolder(files, folder, signal);
    for (const entry of chunk.value) entries.push(entry);
    if (entries.length > given && nowMs() >= dueAtMs) yield soFar();
    const entire = reading && (await withTimeout(reading, entireFolderTimeoutMs, () => null));
    if (entire) {
      yield ok(entire);
      return;
    }
  }
  if (entries.length > given) yield soFar();
}
