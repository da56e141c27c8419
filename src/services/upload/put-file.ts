import { createHash } from "node:crypto";
import { crc32ToBase64 } from "../../domain/crc32-combine.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { storedCorruptObject, mayHaveSucceeded } from "../../domain/retry.ts";
import type { StoredObject } from "../ports/object-store.ts";
import { smallFileBytes } from "./concurrency/small-file-concurrency.ts";
import { findOwnObject, putEtag } from "./equal-object.ts";
import { moveToFreeKey } from "./free-key.ts";
import type { PutSource } from "./put-body.ts";
import { sendRequest, type Attempt } from "./send-request.ts";
import type { DeliveredFile, UploadContext } from "./upload-context.ts";

/** What one put sent, and what the store made of it. */
interface PutResult {
  readonly stored: StoredObject;
  readonly crc32: number;
  readonly sha256: string | null;
}

/** What is known of earlier attempts of this put. */
interface AttemptHistory {
  mayHaveSent: boolean;
  /** The store took the body, and answered that it has another one: what is under the key is ours, and damaged. */
  hasStoredCorruptObject: boolean;
}

const sendBody = async (
  context: UploadContext,
  attempt: Attempt,
  body: Uint8Array,
  crc32: number,
  attemptHistory: AttemptHistory,
): Promise<Result<StoredObject, AppError>> => {
  const { record, store, resources } = context;
  const { target, options, fingerprint, startedAtMs } = record.transfer;
  await resources.limiter.take(body.length, attempt.signal, attempt.touch);
  const sentMs = resources.clock.monotonicMs();
  const { mayHaveSent } = attemptHistory;
  // Until an answer says otherwise: a request that is given up ends here without one.
  attemptHistory.mayHaveSent = true;
  const stored = await store.put({
    bucket: target.bucket,
    key: target.key,
    body,
    crc32,
    options,
    mustBeNew: context.mustBeNew && !attemptHistory.hasStoredCorruptObject,
    onSent: attempt.onSent,
    signal: attempt.signal,
  });
  if (stored.ok) {
    record.acked(body.length, sentMs);
    return stored;
  }
  if (stored.error.code === "ObjectExists" && mayHaveSent) {
    const isHidden = options.sse?.startsWith("aws:kms") === true;
    const expected = {
      sizeBytes: fingerprint.sizeBytes,
      etag: isHidden ? null : putEtag(body),
      partCount: 0,
      sinceMs: startedAtMs ?? 0,
    };
    const found = await findOwnObject(context, expected, attempt.signal);
    if (!found.ok) return found;
    if (found.value.is === "ours") {
      record.acked(body.length, sentMs);
      return ok(found.value.stored);
    }
  }
  attemptHistory.mayHaveSent = mayHaveSent || mayHaveSucceeded(stored.error);
  if (storedCorruptObject(stored.error)) attemptHistory.hasStoredCorruptObject = true;
  return stored;
};

const putOnce = async (
  context: UploadContext,
  source: PutSource,
  attempt: Attempt,
  attemptHistory: AttemptHistory,
): Promise<Result<PutResult, AppError>> => {
  const { resources, record } = context;
  const { sizeBytes } = record.transfer.fingerprint;
  const buffer = await resources.buffers.acquire(sizeBytes, attempt.signal);
  try {
    const { bytes } = buffer;
    const crc32 = await source.read(bytes);
    if (!crc32.ok) return crc32;
    const stored = await sendBody(context, attempt, bytes, crc32.value, attemptHistory);
    if (!stored.ok) return stored;
    // The very bytes that were sent; so few that a thread would cost more than it saves.
    const sha256 = resources.withSha256 ? createHash("sha256").update(bytes).digest("hex") : null;
    return ok({ stored: stored.value, crc32: crc32.value, sha256 });
  } finally {
    buffer.release();
  }
};

const maxRenames = 20;

/**
 * Sends a file that fits into one put, under a free name when the policy is rename. ObjectExists when its key is
 * taken by something else, FileChanged when it changes while it is read.
 */
export const putFile = async (
  context: UploadContext,
  source: PutSource,
): Promise<Result<DeliveredFile, AppError>> => {
  const { record } = context;
  const bytes = record.transfer.fingerprint.sizeBytes;
  const kind = bytes <= smallFileBytes ? "small" : "bulk";
  const attemptHistory: AttemptHistory = {
    mayHaveSent: context.mayHaveSent,
    hasStoredCorruptObject: false,
  };
  for (let renames = 0; ; renames += 1) {
    const sent = await sendRequest(context, {
      kind,
      bytes,
      send: (attempt) => putOnce(context, source, attempt, attemptHistory),
    });
    if (sent.ok) {
      const { stored, crc32, sha256 } = sent.value;
      const { etag, proof, versionId, requestId } = stored;
      return ok({
        bytes,
        sha256,
        crc32: crc32ToBase64(crc32),
        etag,
        verified: proof,
        versionId,
        requestId,
      });
    }
    const isTaken = sent.error.code === "ObjectExists" && record.transfer.conflict === "rename";
    if (!isTaken || renames >= maxRenames) return fail(sent.error);
    const moved = await moveToFreeKey(context);
    if (!moved.ok) return moved;
    attemptHistory.mayHaveSent = false;
  }
};
