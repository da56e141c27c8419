import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { runTool } from "../release/run-tool.ts";
import type { Architecture } from "./architectures.ts";
import { maintainerOf } from "./maintainer.ts";
import { putFile } from "./packaging-file.ts";
import { settleTree } from "./settle-tree.ts";

export interface DebianPackage {
  readonly name: string;
  /** Of npm: 1.2.3 or 1.2.3-rc.1. */
  readonly version: string;
  readonly architecture: Architecture;
  readonly summary: string;
  /** Paragraphs. */
  readonly description: readonly string[];
  readonly depends: readonly string[];
  readonly suggests: readonly string[];
  /** Absolute paths of settings, which an upgrade keeps. */
  readonly conffiles: readonly string[];
  /** postinst, prerm, postrm … by name. */
  readonly scripts: Readonly<Record<string, string>>;
}

/** Who is named in each package. */
export const maintainer = maintainerOf(manifest);

/** What comes before a version sorts before it in Debian only behind a tilde. */
export const debianVersion = (version: string): string => version.replace("-", "~");

/** Files below a folder, relative, in a fixed order. */
const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
};

/** A long description: lines begin with a blank, and an empty one is a dot. */
const descriptionLines = (paragraphs: readonly string[]): string =>
  paragraphs.map((text) => text.replace(/(.{1,76})(?: |$)/g, " $1\n").trimEnd()).join("\n .\n");

const controlFile = (about: DebianPackage, installedKib: number): string => {
  const { name, version, architecture, depends, suggests, summary, description } = about;
  return [
    `Package: ${name}`,
    `Version: ${debianVersion(version)}`,
    `Architecture: ${architecture.debian}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${installedKib}`,
    `Depends: ${depends.join(", ")}`,
    ...(suggests.length > 0 ? [`Suggests: ${suggests.join(", ")}`] : []),
    "Section: net",
    "Priority: optional",
    "Homepage: https://www.npmjs.com/package/s3-sftp",
    `Description: ${summary}`,
    ` ${descriptionLines(description).trimStart()}`,
    "",
  ].join("\n");
};

/**
 * Makes a .deb of the files in `tree`, which gets its folder DEBIAN here. All belongs to root; all times are
 * `timeSeconds`: the same files give the same bytes. xz at its first level: 32 MiB instead of 27, in a seventh of the time.
 */
export const makeDebianPackage = async (
  about: DebianPackage,
  tree: string,
  output: string,
  timeSeconds: number,
): Promise<void> => {
  const files = await filesIn(tree);
  const sums: string[] = [];
  let bytes = 0;
  for (const file of files) {
    const contents = await readFile(path.join(tree, file));
    sums.push(`${createHash("md5").update(contents).digest("hex")}  ${file}\n`);
    bytes += (await lstat(path.join(tree, file))).size;
  }
  const control = path.join(tree, "DEBIAN");
  await putFile(path.join(control, "control"), controlFile(about, Math.ceil(bytes / 1024)));
  await putFile(path.join(control, "md5sums"), sums.join(""));
  if (about.conffiles.length > 0) {
    await putFile(path.join(control, "conffiles"), `${about.conffiles.join("\n")}\n`);
  }
  for (const [name, text] of Object.entries(about.scripts)) {
    await putFile(path.join(control, name), text, 0o755);
  }
  // Settings hold tokens.
  const modes = about.conffiles.map((file) => [file.slice(1), 0o640] as const);
  await settleTree(tree, timeSeconds, Object.fromEntries(modes));
  const compression = ["-Zxz", "-z1", "--uniform-compression"];
  await runTool(
    path.dirname(output),
    "env",
    `SOURCE_DATE_EPOCH=${timeSeconds}`,
    "dpkg-deb",
    "--root-owner-group",
    ...compression,
    "--build",
    tree,
    output,
  );
};
