import path from "node:path";
import picomatch from "picomatch";
import type { PathFilter } from "./expand-selection.ts";

export interface PathFilterParams {
  /** Empty: everything is wanted that is not excluded. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A pattern that was for nothing of all that was looked at: it may be misspelt. */
export interface UnmatchedPattern {
  readonly option: "include" | "exclude";
  readonly pattern: string;
}

/** A filter that knows which of its patterns were for something. */
export interface WatchedPathFilter extends PathFilter {
  /** Those that were for nothing so far, each once, in their order. */
  unmatched(): readonly UnmatchedPattern[];
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

/** One pattern as it was given, and whether anything was for it. */
interface Pattern extends UnmatchedPattern {
  readonly matches: Matches;
  isMatched: boolean;
}

const toPatterns = (option: UnmatchedPattern["option"], patterns: readonly string[]): Pattern[] =>
  [...new Set(patterns)].map((pattern) => ({
    option,
    pattern,
    matches: toMatches(pattern),
    isMatched: false,
  }));

/** True when one of them is for the path or a folder around it. All that are for it are noted, not the first alone. */
const isFor = (patterns: readonly Pattern[], relativePath: string, isFolder: boolean): boolean => {
  const around = withFoldersAround(relativePath);
  let isAny = false;
  for (const pattern of patterns) {
    if (isAny && pattern.isMatched) continue;
    if (!around.some((each, at) => pattern.matches(each, isFolder || at > 0))) continue;
    pattern.isMatched = true;
    isAny = true;
  }
  return isAny;
};

/** Wanted is what an `include` is for, itself or by a folder around it, and no `exclude` is: the order does not matter. */
export const createPathFilter = ({ include, exclude }: PathFilterParams): WatchedPathFilter => {
  const [included, excluded] = [toPatterns("include", include), toPatterns("exclude", exclude)];
  return {
    wantsFile: (relativePath) => {
      // Both are asked: a pattern whose files another one leaves out is not one that is misspelt.
      const isExcluded = isFor(excluded, relativePath, false);
      const isIncluded = isFor(included, relativePath, false) || included.length === 0;
      return isIncluded && !isExcluded;
    },
    // What is to be included may lie deep below a folder whose name says nothing.
    wantsFolder: (relativePath) => !isFor(excluded, relativePath, true),
    unmatched: () =>
      [...included, ...excluded]
        .filter(({ isMatched }) => !isMatched)
        .map(({ option, pattern }) => ({ option, pattern })),
  };
};
