import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { isDiskFull, systemCode } from "../../../domain/system-code.ts";

const forbidden: ReadonlySet<string> = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOTDIR",
  "EISDIR",
  "ELOOP",
  "EEXIST",
  // What there is not, where we would make it: mkdir of several levels says so of a read-only disk.
  "ENOENT",
  // A pipe or a device in its place.
  "ENXIO",
]);

/** The AppError for what node:fs threw about a file of the program's own; null for a bug. */
export const toStateFileError = (thrown: unknown, file: string): AppError | null => {
  const code = systemCode(thrown);
  if (code === null) return null;
  if (isDiskFull(code)) return { code: "DiskFull", path: path.dirname(file) };
  if (forbidden.has(code)) return { code: "StateUnreadable", file, reason: "permission" };
  // The disk itself fails: to free some room would not help.
  return code === "EIO" ? { code: "DiskFault", path: path.dirname(file) } : null;
};
