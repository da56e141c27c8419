import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** The program's files, wherever a package has them. */
const distOf = async (tree: string): Promise<string> => {
  const [program = ""] = await readdir(path.join(tree, "usr/lib"));
  const name = program === "systemd" ? "s3-sftp-log-server" : program;
  return path.join(tree, "usr/lib", name, "dist");
};

/** Makes another build of the programs in a folder: each chunk has another name, as with other contents, the build another id. */
export const rebuild = async (dist: string): Promise<void> => {
  const id = (await readFile(path.join(dist, "build-id"), "utf8")).trim();
  const other = `${id.slice(8)}${id.slice(0, 8)}`;
  for (const name of await readdir(dist)) {
    if (!/\.js$|^build-id$/.test(name)) continue;
    const file = path.join(dist, name);
    const text = await readFile(file, "utf8");
    const renamed = text.replaceAll(id, other).replaceAll(/-([A-Z0-9]{8})\.js/g, "-$1A.js");
    await writeFile(file, renamed);
    const newName = name.replace(/-([A-Z0-9]{8})\.js$/, "-$1A.js");
    if (newName !== name) await rename(file, path.join(dist, newName));
  }
};

/** Makes a later release of a .deb: its version, its build and its files are others, what it does is the same. */
export const repackWith = async (
  deb: string,
  version: string,
): Promise<{ readonly file: string; remove(): Promise<void> }> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-repack-"));
  const tree = path.join(folder, "tree");
  execFileSync("dpkg-deb", ["--raw-extract", deb, tree]);
  const control = path.join(tree, "DEBIAN/control");
  const text = await readFile(control, "utf8");
  await writeFile(control, text.replace(/^Version: .*$/m, `Version: ${version}`));
  await rebuild(await distOf(tree));
  const file = path.join(folder, `${version}.deb`);
  execFileSync("dpkg-deb", ["--root-owner-group", "-Znone", "--build", tree, file]);
  return { file, remove: async () => rm(folder, { recursive: true, force: true }) };
};
