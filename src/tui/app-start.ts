/** How the app begins: what the command line and the terminal ask for. */
export interface AppStart {
  /** Where the browser opens; absolute. */
  readonly startFolder: string;
  /** Name in it that is highlighted first; absent: the first of all. */
  readonly startName?: string | undefined;
  /** Absolute; absent: below the home folder. */
  readonly receiptsFolder?: string | undefined;
  /** Name of the connection to begin with; the first when absent. */
  readonly connection?: string | undefined;
  /** "setup": at the first question, also when there is a connection. */
  readonly startAt: "files" | "setup";
  /** `--ascii`, or a locale that is not UTF-8: whatever the settings say. */
  readonly isAscii: boolean;
  /** Line by line, for screen readers and for terminals that cannot be drawn on. */
  readonly isPlainText: boolean;
}
