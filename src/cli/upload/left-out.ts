import type { UnmatchedPattern } from "../../services/selection/path-filter.ts";

/** How much of what was given is not uploaded because somebody said so. */
export interface LeftOut {
  /** Files and folders, by `--include` and `--exclude`; a folder counts once. */
  readonly filtered: number;
  /** Files, by `--min-age`. */
  readonly young: number;
}

/** Everything that was given is uploaded. */
export const nothingLeftOut: LeftOut = { filtered: 0, young: 0 };

/** An option as it was typed, with a pattern that nothing matched. */
export interface UnmatchedOption {
  readonly option: "--include" | "--exclude";
  readonly pattern: string;
}

/** As it stands on the command line. */
export const toUnmatchedOption = ({ option, pattern }: UnmatchedPattern): UnmatchedOption => ({
  option: `--${option}`,
  pattern,
});
