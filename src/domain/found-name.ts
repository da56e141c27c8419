/** A file or folder whose name has what is looked for. */
export interface FoundName {
  /** Absolute. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** What is looked for, and where. */
export interface NameSearch {
  readonly folder: string;
  /** Part of a name, whatever its case; not empty. */
  readonly text: string;
  /** True: also in and of names that begin with a dot. */
  readonly withHidden: boolean;
}
