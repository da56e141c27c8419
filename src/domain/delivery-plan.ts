import type { AppError } from "./errors.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { TakenNames } from "./taken-names.ts";

/** Everything in a folder but some names, so that "select all" in a large one need not hold each child. */
export interface SelectedFolder {
  /** Absolute. */
  readonly folder: string;
  /** Keys are relative to it: the folder itself, or one around it in which it was selected. */
  readonly baseFolder: string;
  readonly except: readonly string[];
  readonly takes: TakenNames;
}

/** A file or a folder whose key keeps the structure from a folder further up. */
export interface SelectedEntry {
  /** Absolute. */
  readonly path: string;
  readonly baseFolder: string;
}

/** What a person chose to send: the absolute path of a file or a folder, such a path with its base, or most of a folder. */
export type SelectedPath = string | SelectedEntry | SelectedFolder;

/** A file that will be sent, and the key it will have. */
export interface PlannedFile {
  /** Absolute. */
  readonly path: string;
  readonly key: string;
  readonly fingerprint: Fingerprint;
}

/** A path that will not be sent, and why. */
export interface SkippedPath {
  readonly path: string;
  readonly error: AppError;
}

/** An object that already has the key of a planned file. */
export interface Conflict {
  readonly path: string;
  readonly key: string;
  readonly ours: { readonly sizeBytes: number; readonly modifiedAtMs: number };
  readonly theirs: { readonly sizeBytes: number; readonly modifiedAtMs: number };
}

/** A planned file that this computer has delivered already, just as it is. */
export interface DeliveredFile {
  readonly file: PlannedFile;
  readonly deliveredAtMs: number;
  /** The object that has its key now, where that is what was delivered; null where none has it. */
  readonly conflict: Conflict | null;
}

/** How two sides of a conflict differ, seen from ours. */
export interface SideDifference {
  readonly age: "older" | "newer" | "same age";
  readonly size: "larger" | "smaller" | "same size";
}

const compared = <T>(ours: number, theirs: number, [less, more, same]: readonly [T, T, T]): T =>
  ours === theirs ? same : ours < theirs ? less : more;

/** What differs between our file and the object that has its key. */
export const conflictDifference = ({ ours, theirs }: Conflict): SideDifference => ({
  age: compared(ours.modifiedAtMs, theirs.modifiedAtMs, ["older", "newer", "same age"]),
  size: compared(ours.sizeBytes, theirs.sizeBytes, ["smaller", "larger", "same size"]),
});

/** What the review screen and `--dry-run` show before the first byte is sent. */
export interface DeliveryPlan {
  readonly files: readonly PlannedFile[];
  readonly skipped: readonly SkippedPath[];
  readonly totalBytes: number;
}
