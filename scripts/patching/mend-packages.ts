import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import type { PackagePatch } from "./package-patch.ts";

/** Mended texts by the path of their file, as bundlers name it: links resolved. */
export type MendedFiles = ReadonlyMap<string, string>;

const mendOne = async (
  nodeModules: string,
  { package: name, file, mend }: PackagePatch,
): Promise<readonly [string, string]> => {
  try {
    const found = await realpath(path.join(nodeModules, name, file));
    return [found, mend(await readFile(found, "utf8"))];
  } catch (cause) {
    throw new Error(`${name}/${file} has changed: look at patches/${name}.ts`, { cause });
  }
};

/**
 * Mends the installed packages, in memory. Rejects when a file or a place to patch is gone, whether or not anybody
 * would have loaded it: a patch that does nothing must not go unseen.
 */
export const mendPackages = async (
  patches: readonly PackagePatch[],
  nodeModules: string,
): Promise<MendedFiles> =>
  new Map(await Promise.all(patches.map((patch) => mendOne(nodeModules, patch))));
