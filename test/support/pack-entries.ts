import type { FolderEntry } from "../../src/domain/folder-entry.ts";
import { packFolder, toMark, type PackedFolder } from "../../src/domain/packed-folder.ts";

/** A folder with these entries, packed. */
export const packEntries = (entries: readonly FolderEntry[]): PackedFolder =>
  packFolder(
    entries.map(({ name }) => name),
    Uint8Array.from(entries, toMark),
  );
