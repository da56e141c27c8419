import type { AppError } from "../../domain/errors.ts";
import type { FolderEntry } from "../../domain/folder-entry.ts";
import type { FolderPart, PackedFolder } from "../../domain/packed-folder.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { FileSource } from "../ports/file-source.ts";
import { withTimeout } from "../ports/with-timeout.ts";
import { readWhole } from "./read-whole.ts";

export interface ListFolderParams {
  readonly files: FileSource;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Milliseconds from any start; for tests. */
  readonly nowMs?: (() => number) | undefined;
}

/** Each part is drawn: more of them a second would only slow the reading down. */
const partEveryMs = 100;
/** A folder whose first chunk has so many entries is read once more as a whole, by one job. */
const largeFolder = 1_000;
/** So long a large folder may take as a whole before its next chunk is read. */
const patienceMs = 150;

/**
 * A folder in parts made for a screen: what is read first at once, then what has come in a tenth of a second; a large
 * one as a whole as soon as it has been read and sorted, on a slow disk part by part until then. Ends with the error
 * when there is one, or silently. Rejects with the signal's reason.
 */
export async function* listFolder(
  params: ListFolderParams,
): AsyncGenerator<Result<FolderPart, AppError>> {
  const { files, folder, signal, nowMs = () => performance.now() } = params;
  let gathered: readonly FolderEntry[] = [];
  let dueAtMs = 0;
  let reading: Promise<PackedFolder | null> | null = null;
  for await (const chunk of files.list(folder, signal)) {
    if (!chunk.ok) {
      if (gathered.length > 0) yield ok(gathered);
      yield chunk;
      return;
    }
    if (chunk.value.length >= largeFolder) reading ??= readWhole(files, folder, signal);
    gathered = gathered.length === 0 ? chunk.value : [...gathered, ...chunk.value];
    if (gathered.length > 0 && nowMs() >= dueAtMs) {
      yield ok(gathered);
      gathered = [];
      dueAtMs = nowMs() + partEveryMs;
    }
    const whole = reading && (await withTimeout(reading, patienceMs, () => null));
    if (whole) {
      yield ok(whole);
      return;
    }
  }
  if (gathered.length > 0) yield ok(gathered);
}
