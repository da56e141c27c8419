import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";

/** A package of which something is in the bundle, or which is shipped beside it. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json has it: an SPDX expression. */
  readonly license: string;
  /** Whom its package.json names; null where it names nobody. */
  readonly author: string | null;
  /** "sha512-…" of the lockfile; null where it has none. */
  readonly integrity: string | null;
  /** What it says of its terms; empty where it says no more than the name of a licence. */
  readonly texts: readonly string[];
}

const folderPattern = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Files of a package that hold terms: LICENSE, LICENCE.md, NOTICE, COPYING, license-mit.txt, LICENSE.third-party.md … */
const hasTerms = (name: string): boolean => /^(licen[cs]e|copying|notice)/i.test(name);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const textOf = (record: unknown, name: string): string | null => {
  const value = isRecord(record) ? record[name] : null;
  return typeof value === "string" ? value : null;
};

/** Reads what a package's folder says of it. Rejects when it names no licence: that is to be looked at by a person. */
export const readPackage = async (
  folder: string,
  integrity: string | null,
): Promise<ShippedPackage> => {
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const name = textOf(manifest, "name");
  const version = textOf(manifest, "version");
  const license = textOf(manifest, "license");
  if (name === null || version === null || license === null) {
    throw new Error(`${folder}/package.json names no version or no licence`);
  }
  const names = (await readdir(folder)).filter(hasTerms).sort();
  const texts = await Promise.all(
    names.map(async (each) => (await readFile(path.join(folder, each), "utf8")).trim()),
  );
  const { author: said } = isRecord(manifest) ? manifest : {};
  const author = typeof said === "string" ? said : textOf(said, "name");
  return { name, version, license, author, integrity, texts };
};

/** By name, then version, in the order of code points: the same on each machine. */
const inOrder = (packages: readonly ShippedPackage[]): readonly ShippedPackage[] =>
  packages.toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));

/** The integrity of each folder under node_modules/, by the lockfile. */
export const readIntegrities = async (root: string): Promise<ReadonlyMap<string, string>> => {
  const lock: unknown = JSON.parse(await readFile(path.join(root, "package-lock.json"), "utf8"));
  const packages = isRecord(lock) && isRecord(lock["packages"]) ? lock["packages"] : {};
  return new Map(
    Object.entries(packages).flatMap(([folder, entry]) => {
      const integrity = textOf(entry, "integrity");
      return integrity === null ? [] : [[folder, integrity] as const];
    }),
  );
};

/** The packages whose code is in the outputs of a bundle, in a fixed order. */
export const bundledPackages = async (
  root: string,
  outputs: readonly Metafile["outputs"][],
): Promise<readonly ShippedPackage[]> => {
  const folders = new Set<string>();
  for (const { inputs } of outputs.flatMap((each) => Object.values(each))) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = folderPattern.exec(file) ?? [];
      if (bytesInOutput > 0 && folder !== undefined) folders.add(folder);
    }
  }
  const integrities = await readIntegrities(root);
  return inOrder(
    await Promise.all(
      [...folders].map((folder) =>
        readPackage(path.join(root, folder), integrities.get(folder) ?? null),
      ),
    ),
  );
};
