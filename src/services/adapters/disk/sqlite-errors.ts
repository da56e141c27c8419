import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { guard, guardAsync } from "./guard.ts";
import { isOutOfRoom } from "./probe-disk.ts";
import { sqliteCode } from "./sqlite-code.ts";
import { toStateFileError } from "./state-file-errors.ts";

// Primary result codes: sqlite.org/rescode.html. The low byte of an extended code is its primary code.
const sqliteIoError = 10;
const sqliteFull = 13;
const stateUnreadable: Readonly<Record<number, "corrupt" | "permission">> = {
  3: "permission",
  8: "permission",
  11: "corrupt",
  14: "permission",
  23: "permission",
  26: "corrupt",
};

// Of the I/O errors: a read, and a read that found less than was written. All others come from writing.
const readErrors: ReadonlySet<number> = new Set([10 | (1 << 8), 10 | (2 << 8)]);

/** What an I/O error of SQLite's was: it does not tell a used-up quota from a disk that fails. */
const toDiskError = (errcode: number, folder: string): AppError =>
  !readErrors.has(errcode) && isOutOfRoom(folder)
    ? { code: "DiskFull", path: folder }
    : { code: "DiskFault", path: folder };

/** The AppError for what node:sqlite or the file system threw; null for a bug. */
const toStateError = (thrown: unknown, file: string): AppError | null => {
  if (!(thrown instanceof Error)) return null;
  // A stored value that is no JSON was damaged: we write nothing else there.
  if (thrown instanceof SyntaxError) return { code: "StateUnreadable", file, reason: "corrupt" };
  const { code = "", errcode } = thrown as Error & { code?: string; errcode?: number };
  const folder = path.dirname(file);
  if (code === "ERR_SQLITE_ERROR" && errcode !== undefined) {
    const primary = errcode & 255;
    if (primary === sqliteFull) return { code: "DiskFull", path: folder };
    if (primary === sqliteIoError) return toDiskError(errcode, folder);
    const reason = stateUnreadable[primary];
    return reason ? { code: "StateUnreadable", file, reason } : null;
  }
  return toStateFileError(thrown, file);
};

/** Runs `work` on the state database at `file`; DiskFull, DiskFault and StateUnreadable come back, bugs throw. */
export const guardState = <T>(file: string, work: () => T): Result<T, AppError> =>
  guard((thrown) => toStateError(thrown, file), work);

const sqliteError = 1;

/** As `guardState`, of an open that runs nothing but our own statements: what they do not find there is damage. */
export const guardOpening = <T>(file: string, work: () => T): Result<T, AppError> =>
  guard(
    (thrown) =>
      sqliteCode(thrown) === sqliteError
        ? { code: "StateUnreadable", file, reason: "corrupt" }
        : toStateError(thrown, file),
    work,
  );

/** As `guardState`, for work that waits for the disk. */
export const guardStateLater = <T>(
  file: string,
  work: () => Promise<T>,
): Promise<Result<T, AppError>> => guardAsync((thrown) => toStateError(thrown, file), work);
