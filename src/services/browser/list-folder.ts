import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { FileSource, FolderEntry } from "../ports/file-source.ts";

export interface ListFolderParams {
  readonly files: FileSource;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Milliseconds from any start; for tests. */
  readonly nowMs?: (() => number) | undefined;
}

/** Each chunk is drawn: more of them a second would only slow the reading down. */
const chunkEveryMs = 100;

/**
 * Entries of a folder in chunks made for a screen: what is read first at once, then what has come in a tenth of
 * a second. Ends with the error when there is one, or silently.
 */
export async function* listFolder({
  files,
  folder,
  signal,
  nowMs = () => performance.now(),
}: ListFolderParams): AsyncGenerator<Result<readonly FolderEntry[], AppError>> {
  let gathered: readonly FolderEntry[] = [];
  let dueAtMs = 0;
  for await (const chunk of files.list(folder, signal)) {
    if (!chunk.ok) {
      if (gathered.length > 0) yield { ok: true, value: gathered };
      yield chunk;
      return;
    }
    gathered = gathered.length === 0 ? chunk.value : [...gathered, ...chunk.value];
    if (gathered.length === 0 || nowMs() < dueAtMs) continue;
    yield { ok: true, value: gathered };
    gathered = [];
    dueAtMs = nowMs() + chunkEveryMs;
  }
  if (gathered.length > 0) yield { ok: true, value: gathered };
}
