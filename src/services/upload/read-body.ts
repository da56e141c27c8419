import type { AppError } from "../../domain/errors.ts";
import { fingerprintChanges, wasTouched, type Fingerprint } from "../../domain/fingerprint.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { OpenFile } from "../ports/file-source.ts";

/** FileChanged when the open file is no longer what `expected` says; else how it is now. */
export const checkUnchanged = async (
  path: string,
  file: Pick<OpenFile, "fingerprint">,
  expected: Fingerprint,
): Promise<Result<Fingerprint, AppError>> => {
  const now = await file.fingerprint();
  if (!now.ok) return now;
  const what = fingerprintChanges(expected, now.value);
  return what.length === 0 ? now : fail({ code: "FileChanged", path, what });
};

/** What was read, and the file right after. */
export interface ReadBody {
  readonly crc32: number;
  readonly after: Fingerprint;
}

/** A file that is touched each time it is read is being written to. */
const maxReads = 3;

/** Reads a whole body again when the file was touched meanwhile. FileChanged when that does not end. */
export const readUntouched = async (
  path: string,
  read: () => Promise<Result<ReadBody & { readonly before: Fingerprint }, AppError>>,
): Promise<Result<number, AppError>> => {
  for (let reads = 0; reads < maxReads; reads += 1) {
    const body = await read();
    if (!body.ok) return body;
    const { before, after, crc32 } = body.value;
    if (!wasTouched(before, after)) return ok(crc32);
  }
  return fail({ code: "FileChanged", path, what: ["modified"] });
};

/**
 * Fills `buffer` from `position`. FileChanged when the file ended before, or is not the one of
 * `expected` any more after the read.
 */
export const readBody = async (
  path: string,
  file: Pick<OpenFile, "fingerprint" | "readWithChecksum">,
  buffer: Uint8Array,
  position: number,
  expected: Fingerprint,
): Promise<Result<ReadBody, AppError>> => {
  const read = await file.readWithChecksum(buffer, position);
  if (!read.ok) return read;
  const after = await checkUnchanged(path, file, expected);
  if (!after.ok) return after;
  if (read.value.bytes < buffer.length) return fail({ code: "FileChanged", path, what: ["size"] });
  return ok({ crc32: read.value.crc32, after: after.value });
};
