/** One file of a package, mended. What the bundles ship and what the tests run are made from the same rows. */
export interface PackagePatch {
  readonly package: string;
  /** Inside the package. */
  readonly file: string;
  /** Where the same is, or can be, asked of the package. */
  readonly upstream: string;
  readonly reason: string;
  readonly deleteWhen: string;
  /** The file's text as it shall be. Throws when what it changes is not there any more. */
  readonly mend: (text: string) => string;
}

/** What is replaced, by what, and how often it is there: once unless it is said. */
type Replacement = readonly [from: string, to: string, times?: number];

/** `text` with every `from` replaced; throws when one is there more or less often than it should be. */
export const replaceEach = (text: string, replacements: readonly Replacement[]): string =>
  replacements.reduce((retryRequested, [from, to, times = 1]) => {
    const pieces = retryRequested.split(from);
    const found = pieces.length - 1;
    if (found !== times) throw new Error(`${found} times instead of ${times}: ${from.trim()}`);
    return pieces.join(to);
  }, text);
