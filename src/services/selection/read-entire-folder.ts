import type { PackedFolder } from "../../domain/packed-folder.ts";
import type { FileSource } from "../ports/file-source.ts";

/** A folder by one job; null when it cannot be had so, or is no longer wanted: reading it in parts will tell why. */
export const readEntireFolder = async (
  files: FileSource,
  folder: string,
  signal: AbortSignal,
): Promise<PackedFolder | null> => {
  try {
    const entire = await files.listAll(folder, signal);
    return entire.ok ? entire.value : null;
  } catch {
    return null;
  }
};
