import path from "node:path";
import type { FoundName, NameSearch } from "../../domain/found-name.ts";
import type { FileSource } from "../ports/file-source.ts";

export interface FindNamesParams extends NameSearch {
  readonly files: Pick<FileSource, "list">;
  readonly signal: AbortSignal;
}

/** Folders that wait to be looked into: some MiB of paths. What lies below more of them is not found. */
const maxWaitingFolders = 50_000;

/**
 * Names below a folder that contain a text, the nearest first, in batches as the disk gives them. Links are found, and
 * not followed: no way leads in a circle or out of the folder. What cannot be read is passed over. Rejects with the
 * reason of an abort.
 */
export async function* findNames(params: FindNamesParams): AsyncGenerator<readonly FoundName[]> {
  const { files, withHidden, signal } = params;
  const wanted = params.text.toLowerCase();
  let level: string[] = [params.folder];
  while (level.length > 0) {
    const below: string[] = [];
    for (const folder of level) {
      signal.throwIfAborted();
      for await (const chunk of files.list(folder, signal)) {
        signal.throwIfAborted();
        if (!chunk.ok) continue;
        const found: FoundName[] = [];
        for (const { name, kind, isLink, isUtf8 } of chunk.value) {
          if (!isUtf8 || (!withHidden && name.startsWith("."))) continue;
          const isFolder = kind === "folder";
          const at = path.join(folder, name);
          if (isFolder && !isLink && below.length < maxWaitingFolders) below.push(at);
          if (name.toLowerCase().includes(wanted)) found.push({ path: at, isFolder });
        }
        // A disk gives them in no order that a person knows.
        if (found.length > 0) yield found.toSorted((a, b) => a.path.localeCompare(b.path));
      }
    }
    level = below;
  }
}
