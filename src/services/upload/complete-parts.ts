import { combineAllCrc32 } from "../../domain/crc32-combine.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { MultipartUpload } from "../../domain/transfer.ts";
import { weakestProof } from "../../domain/verification.ts";
import type { StoredObject } from "../ports/object-store.ts";
import type { PartRecord } from "../ports/transfer-store.ts";
import {
  completedEtag,
  findOwnObject,
  type ExpectedObject,
  type KeyFinding,
} from "./equal-object.ts";
import { sendRequest } from "./send-request.ts";
import type { UploadContext } from "./upload-context.ts";

const withProof = (stored: StoredObject, parts: readonly PartRecord[]): StoredObject => {
  const proof = stored.crc32 === null ? weakestProof(parts) : stored.proof;
  // Ceph answers an empty ETag; where parts' ETags are MD5s, that of the whole follows from them.
  const etag = stored.etag ?? completedEtag(parts);
  return { ...stored, etag, proof };
};

const free = ok<KeyFinding>({ is: "free" });

/** After these the object may be there although the answer says otherwise, or was lost. */
const needsList = (error: AppError): boolean =>
  error.code === "UploadExpired" || error.code === "ObjectExists";

/**
 * Makes the object of its parts. When an answer was lost, or says that upload or key is taken, a list decides
 * whether the object is ours. UploadExpired and ObjectExists come back when it is not.
 */
export const completeParts = async (
  context: UploadContext,
  multipart: MultipartUpload,
  parts: readonly PartRecord[],
): Promise<Result<StoredObject, AppError>> => {
  const { record, resources, store, mustBeNew } = context;
  const { target, fingerprint } = record.transfer;
  const expected: ExpectedObject = {
    sizeBytes: fingerprint.sizeBytes,
    etag: completedEtag(parts),
    partCount: parts.length,
    sinceMs: multipart.startedAtMs,
  };
  const exists: AppError = { code: "ObjectExists", bucket: target.bucket, key: target.key };
  const complete = (isConditional: boolean, signal: AbortSignal) =>
    store.completeUpload({
      bucket: target.bucket,
      key: target.key,
      uploadId: multipart.uploadId,
      parts,
      crc32: combineAllCrc32(parts),
      sizeBytes: fingerprint.sizeBytes,
      mustBeNew: isConditional,
      signal,
    });
  /** The list right before has shown the key free: all that can be had of a store without the condition. */
  const completeNew = async (signal: AbortSignal) => {
    const isRefused = store.abilities(target.bucket).condition === "refused";
    const answer = await complete(mustBeNew && !isRefused, signal);
    const isUnknown = !answer.ok && answer.error.code === "ConditionUnsupported";
    return isUnknown ? complete(false, signal) : answer;
  };
  const completeOnce = async (
    number: number,
    signal: AbortSignal,
  ): Promise<Result<StoredObject, AppError>> => {
    // Some stores take no notice of If-None-Match here (Ceph 16), and an answer may have been lost before.
    const before = number > 1 || mustBeNew ? await findOwnObject(context, expected, signal) : free;
    if (!before.ok) return before;
    if (before.value.is === "ours") return ok(before.value.stored);
    if (before.value.is === "taken" && mustBeNew) return fail(exists);
    const answer = await completeNew(signal);
    if (answer.ok) return ok(withProof(answer.value, parts));
    if (!needsList(answer.error)) return answer;
    const after = await findOwnObject(context, expected, signal);
    if (!after.ok) return after;
    return after.value.is === "ours" ? ok(after.value.stored) : answer;
  };
  return sendRequest(context, {
    kind: "bulk",
    bytes: 0,
    isLongWork: true,
    // What was put together wrongly is not mended by asking once more: all parts go again.
    checksumAttempts: 1,
    send: ({ number, signal }) =>
      resources.keys.exclusive(target, signal, () => completeOnce(number, signal)),
  });
};
