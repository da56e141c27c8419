/** How the app begins: what the command line and the terminal ask for. */
export interface AppStart {
  /** Where the browser opens; absolute. */
  readonly startFolder: string;
  /** Name of the connection to begin with; the first when absent. */
  readonly connection?: string | undefined;
  /** "setup": at the first question, also when there is a connection. */
  readonly startAt: "files" | "setup";
  /** `--ascii`, or a locale that is not UTF-8: whatever the settings say. */
  readonly isAscii: boolean;
  /** Line by line, for screen readers and for terminals that cannot be drawn on. */
  readonly isPlainText: boolean;
}
