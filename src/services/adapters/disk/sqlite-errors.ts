import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { guard, guardAsync } from "./guard.ts";
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

/** The AppError for what node:sqlite or the file system threw; null for a bug. */
const toStateError = (thrown: unknown, file: string): AppError | null => {
  if (!(thrown instanceof Error)) return null;
  // A stored value that is no JSON was damaged: we write nothing else there.
  if (thrown instanceof SyntaxError) return { code: "StateUnreadable", file, reason: "corrupt" };
  const { code, errcode } = thrown as Error & { code?: string; errcode?: number };
  if (code === "ERR_SQLITE_ERROR" && errcode !== undefined) {
    const primary = errcode & 255;
    // An exceeded quota arrives as a failed write, not as "full".
    if (primary === sqliteFull || primary === sqliteIoError)
      return { code: "DiskFull", path: path.dirname(file) };
    const reason = stateUnreadable[primary];
    return reason ? { code: "StateUnreadable", file, reason } : null;
  }
  return toStateFileError(thrown, file);
};

/** Runs `work` on the state database at `file`; DiskFull and StateUnreadable come back, bugs throw. */
export const guardState = <T>(file: string, work: () => T): Result<T, AppError> =>
  guard((thrown) => toStateError(thrown, file), work);

/** As `guardState`, for work that waits for the disk. */
export const guardStateLater = <T>(
  file: string,
  work: () => Promise<T>,
): Promise<Result<T, AppError>> => guardAsync((thrown) => toStateError(thrown, file), work);
