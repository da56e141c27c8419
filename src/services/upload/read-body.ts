import type { AppError } from "../../domain/errors.ts";
import { fingerprintChanges, type Fingerprint } from "../../domain/fingerprint.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { OpenFile } from "../ports/file-source.ts";

/** FileChanged when the open file is no longer what `expected` says; ok otherwise. */
export const checkUnchanged = async (
  path: string,
  file: OpenFile,
  expected: Fingerprint,
): Promise<Result<void, AppError>> => {
  const now = await file.fingerprint();
  if (!now.ok) return now;
  const what = fingerprintChanges(expected, now.value);
  return what.length === 0 ? ok(undefined) : fail({ code: "FileChanged", path, what });
};

/**
 * Fills `buffer` from `position` and gives its CRC32. FileChanged when the file ended before, or is not the one of
 * `expected` any more after the read.
 */
export const readBody = async (
  path: string,
  file: OpenFile,
  buffer: Uint8Array,
  position: number,
  expected: Fingerprint,
): Promise<Result<number, AppError>> => {
  const read = await file.readWithChecksum(buffer, position);
  if (!read.ok) return read;
  const unchanged = await checkUnchanged(path, file, expected);
  if (!unchanged.ok) return unchanged;
  if (read.value.bytes < buffer.length) return fail({ code: "FileChanged", path, what: ["size"] });
  return ok(read.value.crc32);
};
