import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runTool } from "./run-tool.ts";

const readJson = async (file: string): Promise<{ version: string }> =>
  JSON.parse(await readFile(file, "utf8"));

/** True when there is something in .changeset/ that is in no changelog yet. */
const hasChangesets = async (tree: string): Promise<boolean> =>
  (await readdir(path.join(tree, ".changeset"))).some(
    (name) => name.endsWith(".md") && name !== "README.md",
  );

/** The lockfile says the version twice, and changesets knows nothing of it. */
const setLockVersion = async (tree: string, before: string, version: string): Promise<void> => {
  const file = path.join(tree, "package-lock.json");
  const text = await readFile(file, "utf8");
  let left = 2;
  const replaced = text.replaceAll(`"version": "${before}"`, (found) =>
    left-- > 0 ? `"version": "${version}"` : found,
  );
  await writeFile(file, replaced);
};

/**
 * Turns the changesets of `tree` into the next version and its section of the changelog, with every page that is made
 * from them. Without changesets the version is the one that package.json has. Gives it.
 */
export const setVersion = async (tree: string): Promise<string> => {
  const manifest = path.join(tree, "package.json");
  const { version: before } = await readJson(manifest);
  if (!(await hasChangesets(tree))) return before;
  await runTool(tree, path.join(tree, "node_modules/.bin/changeset"), "version");
  const { version } = await readJson(manifest);
  await setLockVersion(tree, before, version);
  await runTool(tree, "npm", "run", "--if-present", "docs");
  return version;
};
