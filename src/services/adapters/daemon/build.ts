import { readFile } from "node:fs/promises";
import path from "node:path";
import { isRecord } from "../../../domain/json.ts";

/** Put in by scripts/build.ts; there is none when the program runs from its source. */
declare const __BUILD_ID__: string | undefined;

/** A bundle of the program: the same sources give the same id, other ones another. */
export interface Build {
  readonly id: string;
  /** Where it was started from. */
  readonly folder: string;
}

/** The build that runs here; null from source. */
export const thisBuild = (): Build | null =>
  typeof __BUILD_ID__ === "string" ? { id: __BUILD_ID__, folder: import.meta.dirname } : null;

/** A build as another process tells of it; null when it is none. */
export const parseBuild = (value: unknown): Build | null => {
  if (!isRecord(value)) return null;
  const { id, folder } = value;
  return typeof id === "string" && typeof folder === "string" ? { id, folder } : null;
};

/** The id of the build that lies in a folder now; null when none does. */
export const readBuildId = (folder: string): Promise<string | null> =>
  readFile(path.join(folder, "build-id"), "utf8").then(
    (text) => text.trim(),
    () => null,
  );

/**
 * True when `program` lies where `running` was started from and is another build by now: a daemon that is started
 * from it is not the one that runs. Two installations of one release never replace each other's daemon, and a daemon
 * that was replaced is the build on disk, so that nobody replaces it again.
 */
export const isReplacedOnDisk = async (running: Build, program: string): Promise<boolean> => {
  const folder = path.dirname(program);
  if (folder !== running.folder) return false;
  const id = await readBuildId(folder);
  return id !== null && id !== running.id;
};
