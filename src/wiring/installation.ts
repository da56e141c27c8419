import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Installation } from "../domain/installation.ts";
import { thisBuild } from "../services/adapters/daemon/build.ts";

/** What a package says of itself beside its programs (scripts/package/program-folder.ts); null where nothing does. */
const packageOf = async (folder: string): Promise<"deb" | "tarball" | null> => {
  const text = await readFile(path.join(folder, "installed-as"), "utf8").catch(() => "");
  const word = text.trim();
  return word === "deb" || word === "tarball" ? word : null;
};

/** How the program was installed. `programs` is the folder of the bundle; null when it runs from its source. */
export const findInstallation = async (
  programs: string | null = thisBuild()?.folder ?? null,
): Promise<Installation> => {
  if (programs === null)
    return { as: "source", folder: path.resolve(import.meta.dirname, "../..") };
  const folder = path.dirname(programs);
  const isFromNpm = path.basename(path.dirname(folder)) === "node_modules";
  return { as: (await packageOf(folder)) ?? (isFromNpm ? "npm" : "source"), folder };
};
