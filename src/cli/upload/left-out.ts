/** How much of what was given is not uploaded because somebody said so. */
export interface LeftOut {
  /** Files and folders, by `--include` and `--exclude`; a folder counts once. */
  readonly filtered: number;
  /** Files, by `--min-age`. */
  readonly young: number;
}

/** Everything that was given is uploaded. */
export const nothingLeftOut: LeftOut = { filtered: 0, young: 0 };
