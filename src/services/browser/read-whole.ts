import type { PackedFolder } from "../../domain/packed-folder.ts";
import type { FileSource } from "../ports/file-source.ts";

/** A folder as a whole; null when it cannot be had so, or is no longer wanted: reading it in parts will tell why. */
export const readWhole = async (
  files: FileSource,
  folder: string,
  signal: AbortSignal,
): Promise<PackedFolder | null> => {
  try {
    const whole = await files.listWhole(folder, signal);
    return whole.ok ? whole.value : null;
  } catch {
    return null;
  }
};
