import type { AppError } from "../../domain/errors.ts";
import {
  fingerprintChanges,
  isOnlyRenumbered,
  wasTouched,
  type Fingerprint,
} from "../../domain/fingerprint.ts";
import { combineAllCrc32 } from "../../domain/crc32-combine.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { FileDigest, OpenFile } from "../ports/file-source.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import { checkUnchanged, readUntouched } from "./read-body.ts";
import type { ResumePoint } from "./resume-point.ts";
import { checksumPart } from "./send-part.ts";
import type { UploadContext } from "./upload-context.ts";

/** Reads parts again that are at the store. FileChanged when the file has something else there. */
const checkSentParts = async (
  context: UploadContext,
  file: OpenFile,
  partBytes: number,
  parts: readonly PartRecord[],
): Promise<Result<void, AppError>> => {
  const { path } = context.record.transfer;
  for (const part of parts) {
    context.signal.throwIfAborted();
    const offset = (part.partNumber - 1) * partBytes;
    const checksum = await checksumPart(context, file, { ...part, offset });
    if (!checksum.ok) return checksum;
    if (checksum.value !== part.crc32)
      return fail({ code: "FileChanged", path, what: ["content"] });
  }
  return ok(undefined);
};

/**
 * Takes the file as it was opened when nothing of it has been sent, or when it was only given other numbers and still
 * has what was sent; FileChanged when parts of another state of it are at the store already, or when a link leads to
 * another file than the one that was planned.
 */
export const verifySource = async (
  context: UploadContext,
  file: OpenFile,
): Promise<Result<void, AppError>> => {
  const { record } = context;
  const { path, fingerprint, multipart } = record.transfer;
  // As opened a moment ago: every look is a job for another thread, and with small files those are what costs.
  const what = fingerprintChanges(fingerprint, file.opened);
  if (what.length === 0) return ok(undefined);
  // Another file behind a link: somebody else may have put it there since the plan looked.
  if (file.isLink === true) return fail({ code: "FileChanged", path, what: ["link"] });
  if (multipart !== null) {
    const parts = record.parts();
    if (!parts.ok) return parts;
    if (parts.value.length === 0) {
      const again = await record.startOver(null);
      if (!again.ok) return again;
    } else {
      if (!isOnlyRenumbered(what)) return fail({ code: "FileChanged", path, what });
      const same = await checkSentParts(context, file, multipart.partBytes, parts.value);
      if (!same.ok) return same;
    }
  }
  return record.change({ type: "sourceRead", fingerprint: file.opened });
};

/** FileChanged when the path leads to another file than the open one, FileVanished when to none. */
const checkPath = async (
  context: UploadContext,
  path: string,
  fingerprint: Fingerprint,
): Promise<Result<void, AppError>> => {
  const there = await context.resources.files.fingerprint(path);
  if (!there.ok) return there;
  const what = fingerprintChanges(fingerprint, there.value);
  return what.length === 0 ? ok(undefined) : fail({ code: "FileChanged", path, what });
};

/**
 * A file that something was done to while it was sent may be a mixture of two states, with its time put back: all of it
 * is read again, until nothing is done to it meanwhile. FileChanged.
 */
const checkTouched = async (
  context: UploadContext,
  file: OpenFile,
  partBytes: number,
  parts: readonly PartRecord[],
  touched: Fingerprint,
): Promise<Result<void, AppError>> => {
  const { path, fingerprint } = context.record.transfer;
  let before = touched;
  const read = await readUntouched(path, async () => {
    const same = await checkSentParts(context, file, partBytes, parts);
    if (!same.ok) return same;
    const after = await checkUnchanged(path, file, fingerprint);
    if (!after.ok) return after;
    const known = before;
    before = after.value;
    return ok({ before: known, after: after.value, crc32: 0 });
  });
  return read.ok ? ok(undefined) : read;
};

/**
 * Before the object is made of its parts: are they all of one state of the file? Decided by the fingerprint, and by
 * the CRC32 of the whole where there is a digest; without one, by reading the parts of earlier runs again.
 */
export const checkParts = async (
  context: UploadContext,
  file: OpenFile,
  point: ResumePoint,
  parts: readonly PartRecord[],
  digest: FileDigest | null,
): Promise<Result<void, AppError>> => {
  const { path, fingerprint } = context.record.transfer;
  const unchanged = await checkUnchanged(path, file, fingerprint);
  if (!unchanged.ok) return unchanged;
  const inPlace = await checkPath(context, path, fingerprint);
  if (!inPlace.ok) return inPlace;
  const { partBytes } = point.plan;
  if (wasTouched(file.opened, unchanged.value)) {
    const touched = await checkTouched(context, file, partBytes, parts, unchanged.value);
    if (!touched.ok) return touched;
  } else if (digest === null) return checkSentParts(context, file, partBytes, point.done);
  if (digest === null) return ok(undefined);
  const isSame =
    digest.sizeBytes === fingerprint.sizeBytes && digest.crc32 === combineAllCrc32(parts);
  return isSame ? ok(undefined) : fail({ code: "FileChanged", path, what: ["content"] });
};
