import path from "node:path";
import picomatch from "picomatch";
import type { PathFilter } from "./expand-selection.ts";

export interface PathFilterParams {
  /** Empty: everything is wanted that is not excluded. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** True for a path itself, not for those below it. */
type Matches = (relativePath: string, isFolder: boolean) => boolean;

// Names are data: no name is a comment, and ".x.csv" is one of "*.csv". A backslash stands before a sign that is meant.
const options: picomatch.PicomatchOptions = { dot: true, nonegate: true };

/**
 * As in a .gitignore: a pattern without a slash is for names at any depth, one with a slash is for paths below the folder
 * that was selected, and one that ends in a slash is for folders only.
 */
const toMatches = (pattern: string): Matches => {
  const isForFolders = pattern.endsWith("/");
  const plain = pattern.replace(/^\.\//u, "").replace(/\/+$/u, "");
  const isAnchored = plain.includes("/");
  const isMatch = picomatch(plain.replace(/^\/+/u, ""), options);
  return (relativePath, isFolder) =>
    (isFolder || !isForFolders) && isMatch(isAnchored ? relativePath : path.basename(relativePath));
};

/** The path and each folder around it, innermost first. */
const withFoldersAround = (relativePath: string): readonly string[] => {
  const around = path.dirname(relativePath);
  return around === "." ? [relativePath] : [relativePath, ...withFoldersAround(around)];
};

const isFor = (patterns: readonly Matches[], relativePath: string, isFolder: boolean): boolean =>
  withFoldersAround(relativePath).some((each, at) =>
    patterns.some((matches) => matches(each, isFolder || at > 0)),
  );

/** Wanted is what an `include` is for, itself or by a folder around it, and no `exclude` is: the order does not matter. */
export const createPathFilter = ({ include, exclude }: PathFilterParams): PathFilter => {
  const [included, excluded] = [include.map(toMatches), exclude.map(toMatches)];
  return {
    wantsFile: (relativePath) =>
      !isFor(excluded, relativePath, false) &&
      (included.length === 0 || isFor(included, relativePath, false)),
    // What is to be included may lie deep below a folder whose name says nothing.
    wantsFolder: (relativePath) => !isFor(excluded, relativePath, true),
  };
};
