import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { systemCode } from "../../../domain/system-code.ts";
import { guardAsync } from "./guard.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EIO: "the disk reports an error",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
  ESTALE: "the network folder is no longer available",
  ETIMEDOUT: "the network folder does not respond",
  ENAMETOOLONG: "the name is too long",
  EBUSY: "in use by another program",
  EROFS: "the disk is read-only",
  ENOENT: "the folder does not exist",
  ENOTDIR: "its folder is a file",
  EEXIST: "a file with this name exists",
};

/** What a code of the system's says of a file, in words; the code itself where we have none. */
export const fileProblem = (code: string): string => reasons[code] ?? code;

/** The AppError for what node:fs threw about `path`, a file of the sender's; null for a bug. */
export const toFileError = (thrown: unknown, path: string): AppError | null => {
  const code = systemCode(thrown);
  if (code === null) return null;
  if (code === "ENOENT" || code === "ENOTDIR") return { code: "FileVanished", path };
  if (code === "ELOOP") return { code: "NotAFile", path, is: "link loop" };
  if (code === "EISDIR") return { code: "NotAFile", path, is: "folder" };
  if (code === "ENXIO") return { code: "NotAFile", path, is: "socket" };
  if (code.startsWith("ERR_")) return null;
  return { code: "FileUnreadable", path, reason: fileProblem(code), detail: code };
};

/** Runs `work` on `path`, a file of the sender's; FileVanished, FileUnreadable and NotAFile come back, bugs throw. */
export const guardFile = <T>(
  path: string,
  work: () => T | Promise<T>,
): Promise<Result<T, AppError>> => guardAsync((thrown) => toFileError(thrown, path), work);
