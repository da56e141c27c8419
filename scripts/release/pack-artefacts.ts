import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { runTool } from "./run-tool.ts";

/** Packs the package in `tree` into `folder`, which is replaced, with SHA256SUMS beside it. Gives the files' names. */
export const packArtefacts = async (tree: string, folder: string): Promise<readonly string[]> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const said = await runTool(tree, "npm", "pack", "--silent", "--pack-destination", folder);
  const tarball = said.split("\n").at(-1) ?? "";
  const sha256 = createHash("sha256")
    .update(await readFile(path.join(folder, tarball)))
    .digest("hex");
  // The form that `sha256sum --check` reads.
  await writeFile(path.join(folder, "SHA256SUMS"), `${sha256}  ${tarball}\n`);
  return [tarball, "SHA256SUMS"];
};
