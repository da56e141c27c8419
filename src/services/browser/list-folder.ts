import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { FileSource, FolderEntry } from "../ports/file-source.ts";

export interface ListFolderParams {
  readonly files: FileSource;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** A screenful at once, then ever larger chunks: few redraws, and none that holds the keys up. */
const firstChunk = 64;
const largestChunk = 8192;

/**
 * Entries of a folder in chunks sized for a screen: the first is small, so that rows show at once; each
 * further one is four times larger, up to 8,192. Ends with the error when there is one, or silently.
 */
export async function* listFolder({
  files,
  folder,
  signal,
}: ListFolderParams): AsyncGenerator<Result<readonly FolderEntry[], AppError>> {
  let wanted = firstChunk;
  let gathered: FolderEntry[] = [];
  for await (const chunk of files.list(folder, signal)) {
    if (!chunk.ok) {
      if (gathered.length > 0) yield { ok: true, value: gathered };
      yield chunk;
      return;
    }
    for (const entry of chunk.value) gathered.push(entry);
    if (gathered.length < wanted) continue;
    yield { ok: true, value: gathered };
    gathered = [];
    wanted = Math.min(largestChunk, wanted * 4);
  }
  if (gathered.length > 0) yield { ok: true, value: gathered };
}
