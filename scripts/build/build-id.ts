import { createHash } from "node:crypto";
import path from "node:path";

/** Stands in a bundle where its id will be: as long as one, so that no line of a source map moves. */
export const buildIdMark = "<build id, hex.>";

interface BundledFile {
  readonly path: string;
  readonly text: string;
}

/** A file of the bundle, by its name in the folder. */
export interface StampedFile {
  readonly name: string;
  readonly contents: string;
}

/**
 * Names a bundle by the SHA-256 of its programs, and writes that into them. The same sources and packages give the
 * same id, wherever and whenever they are built.
 */
export const stampBuild = (
  bundled: readonly BundledFile[],
): { readonly id: string; readonly files: readonly StampedFile[] } => {
  const named = bundled
    .map(({ path: file, text }) => ({ name: path.basename(file), text }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const hash = createHash("sha256");
  for (const { name, text } of named) {
    // Maps tell where things come from, not what the program does.
    if (!name.endsWith(".map")) hash.update(`${name}\0${text}\0`);
  }
  const id = hash.digest("hex").slice(0, buildIdMark.length);
  return {
    id,
    files: named.map(({ name, text }) => ({ name, contents: text.replaceAll(buildIdMark, id) })),
  };
};
