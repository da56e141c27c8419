import { copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { InstalledAs } from "../../src/domain/installation.ts";
import type { PackageParams } from "./package-params.ts";
import { putFile } from "./packaging-file.ts";
import { nativePackages } from "./published-package.ts";

export interface ProgramFolderParams extends PackageParams {
  /** `doctor` says it: src/wiring/installation.ts. */
  readonly installedAs: Extract<InstalledAs, "deb" | "tarball">;
  /** With the keychain and what else is native: the client loads it, the log server does not. */
  readonly hasNativeModules: boolean;
}

/** What the packages name once, for all that is in them. */
const isBeside = (name: string): boolean =>
  name === "THIRD-PARTY-LICENSES" || name === "sbom.cdx.json";

const copyBundle = async (dist: string, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const name of (await readdir(dist)).filter((each) => !isBeside(each)).sort()) {
    const contents = await readFile(path.join(dist, name));
    // Only the runtime starts them. A line stays, as the maps count lines.
    const isScript = contents.subarray(0, 2).toString() === "#!";
    const rest = isScript ? contents.subarray(contents.indexOf("\n")) : contents;
    await putFile(path.join(folder, name), rest);
  }
};

/** What a program of a package is loaded from; its notes, types and sources stay away. */
const isLoaded = (file: string): boolean => !/\.(d\.ts|md|cc|h|gyp)$|\/src$/.test(file);

const addNativeModules = async (
  { find, architecture, madeOnce }: ProgramFolderParams,
  folder: string,
): Promise<void> => {
  for (const name of [...nativePackages(architecture), "keytar"]) {
    const published = await find(name);
    await cp(published.folder, path.join(folder, name), { recursive: true, filter: isLoaded });
  }
  const place = path.join(folder, "keytar/build/Release");
  await mkdir(place, { recursive: true });
  await copyFile(madeOnce.keytarModule, path.join(place, "keytar.node"));
};

/** Makes the folder of a program that needs nothing of its machine but glibc: runtime, bundle, native modules. */
export const makeProgramFolder = async (
  params: ProgramFolderParams,
  folder: string,
): Promise<void> => {
  const { version, installedAs, hasNativeModules } = params;
  await copyBundle(params.dist, path.join(folder, "dist"));
  await copyFile(params.madeOnce.runtime, path.join(folder, "node"));
  // Node reads from it that these are ES modules.
  const manifest = { name: "s3-sftp", version, type: "module" };
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify(manifest)}\n`);
  await writeFile(path.join(folder, "installed-as"), `${installedAs}\n`);
  if (hasNativeModules) await addNativeModules(params, path.join(folder, "node_modules"));
};
