/** What a shell offers for a value. */
export type Completes = "files" | "folders" | "connections";

/** One option of a command: for parsing, help and shell completion. */
export interface OptionSpec {
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly words: string;
  readonly isMultiple?: true;
  /** True where an empty value means something. */
  readonly mayBeEmpty?: true;
  /** An option that says something else. */
  readonly excludes?: string;
  /** All values there are, for completion. */
  readonly choices?: readonly string[];
  readonly completes?: Completes;
}

/** A line that somebody may copy, and what it does. */
export interface Example {
  readonly line: string;
  readonly words: string;
}

/** One command. */
export interface CommandSpec {
  readonly command: string | null;
  /** What follows the verb. */
  readonly paths_: string | null;
  readonly words: string;
  readonly options: readonly OptionSpec[];
  /** How many words may follow. */
  readonly argumentCount: readonly [min: number, max: number];
  /** Options with one of which no word need follow. */
  readonly insteadOfPaths?: readonly string[];
  /** All words there are for what follows the verb, for completion. */
  readonly choices?: readonly string[];
  readonly completes?: Completes;
  /** The commonest use first. */
  readonly examples: readonly Example[];
}
