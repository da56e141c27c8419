import { createHash } from "node:crypto";
import path from "node:path";

/** Stands in a bundle where its id will be: as long as one, so that no line of a source map moves. */
export const buildIdMark = "<build id, hex.>";
/** Stands where the commit will be, in its first 12 digits and "-dirty", or blanks. */
export const commitMark = "<commit of source>";

interface BundledFile {
  readonly path: string;
  readonly text: string;
}

/** A file of the bundle, by its name in the folder. */
export interface StampedFile {
  readonly name: string;
  readonly contents: string;
}

/** As long as its mark, whatever it says. */
const commitStamp = (commit: string | null): string => {
  const [hash = "", dirty] = (commit ?? "").split("-");
  const words = dirty === undefined ? hash.slice(0, 12) : `${hash.slice(0, 12)}-${dirty}`;
  return words.padEnd(commitMark.length).slice(0, commitMark.length);
};

/**
 * Names a bundle by the SHA-256 of its programs, and writes that and the commit into them. The same sources and
 * packages give the same id, wherever, whenever and from whichever commit they are built.
 */
export const stampBuild = (
  bundled: readonly BundledFile[],
  commit: string | null,
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
  const stamped = (text: string) =>
    text.replaceAll(buildIdMark, id).replaceAll(commitMark, commitStamp(commit));
  return { id, files: named.map(({ name, text }) => ({ name, contents: stamped(text) })) };
};
