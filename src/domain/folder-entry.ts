export type EntryKind = "file" | "folder" | "socket" | "device" | "pipe" | "other";

/** One row of a folder. Links are followed; a dangling or looping one has kind "other". */
export interface FolderEntry {
  /** As on disk, decoded from UTF-8; `isUtf8` false when it could not be. */
  readonly name: string;
  readonly isUtf8: boolean;
  readonly kind: EntryKind;
  readonly isLink: boolean;
  /** 0 for folders, and until `hasDetails`. */
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** True for a file that its owner may run; absent until `hasDetails`. */
  readonly isProgram?: boolean;
  /** False while size and time have not been read yet (large folders). */
  readonly hasDetails: boolean;
}

/** Folders come first. */
export const rankOf = (kind: EntryKind): 0 | 1 => (kind === "folder" ? 0 : 1);

/** Two comparisons at most are asked of each pair: with 100,000 names it is this that takes the time. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
