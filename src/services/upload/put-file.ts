import { hash } from "node:crypto";
import { crc32ToBase64 } from "../../domain/crc32-combine.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { storedCorruptObject, mayHaveSucceeded } from "../../domain/retry.ts";
import type { StoredObject } from "../ports/object-store.ts";
import { smallFileBytes } from "./concurrency/small-file-concurrency.ts";
import { findOwnObject } from "./equal-object.ts";
import { moveToFreeKey } from "./free-key.ts";
import { expectedPut, guardKey } from "./guard-key.ts";
import { paceBody } from "./pace-body.ts";
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
  /** When the last body began to leave, monotonic. */
  sentMs: number;
  /** A list has just shown so, when a free name was looked for. */
  isKnownFree: boolean;
}

/** One attempt at one body. */
interface BodyAttempt {
  readonly context: UploadContext;
  readonly attempt: Attempt;
  readonly body: Uint8Array;
  readonly crc32: number;
  readonly attemptHistory: AttemptHistory;
}

/** Puts the body where a list or the store itself has shown the key free; ObjectExists where it is not. */
const putNew = async (
  { context, attempt, body, crc32, attemptHistory }: BodyAttempt,
  mustBeNew: boolean,
): Promise<Result<StoredObject, AppError>> => {
  const { record, resources, store } = context;
  const { target, options } = record.transfer;
  const { bucket, key } = target;
  const put = async (isConditional: boolean) => {
    const paced = await paceBody(resources.limiter, body, attempt);
    attemptHistory.sentMs = resources.clock.monotonicMs();
    return store.put({
      bucket,
      key,
      body: paced,
      crc32,
      options,
      mustBeNew: isConditional,
      onSent: attempt.onSent,
      signal: attempt.signal,
    });
  };
  if (!mustBeNew) return put(false);
  for (;;) {
    const { mayHaveSent, isKnownFree } = attemptHistory;
    attemptHistory.isKnownFree = false;
    if (!isKnownFree) {
      const found = await guardKey(context, attempt, body, mayHaveSent);
      if (!found.ok) return found;
      if (found.value.is === "ours") return ok(found.value.stored);
      if (found.value.is === "taken") return fail({ code: "ObjectExists", bucket, key });
    }
    // Until an answer says otherwise: a request that is given up ends here without one.
    attemptHistory.mayHaveSent = true;
    const stored = await put(store.abilities(bucket).condition !== "refused");
    if (stored.ok || stored.error.code !== "ConditionUnsupported") return stored;
    // Refused before it was stored. From now on the store is known, and a list says whether the key is free.
    attemptHistory.mayHaveSent = mayHaveSent;
  }
};

const sendBody = async (part: BodyAttempt): Promise<Result<StoredObject, AppError>> => {
  const { context, attempt, body, attemptHistory } = part;
  const { record, resources } = context;
  const { mayHaveSent } = attemptHistory;
  const mustBeNew = context.mustBeNew && !attemptHistory.hasStoredCorruptObject;
  const { target } = record.transfer;
  const stored = await (mustBeNew
    ? resources.keys.exclusive(target, attempt.signal, () => putNew(part, true))
    : putNew(part, false));
  if (stored.ok) {
    part.attempt.acked(body.length, attemptHistory.sentMs);
    return stored;
  }
  if (stored.error.code === "ObjectExists" && mayHaveSent) {
    const found = await findOwnObject(context, expectedPut(context, body), attempt.signal);
    if (!found.ok) return found;
    if (found.value.is === "ours") {
      part.attempt.acked(body.length, attemptHistory.sentMs);
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
    const body = { context, attempt, body: bytes, crc32: crc32.value, attemptHistory };
    const stored = await sendBody(body);
    if (!stored.ok) return stored;
    // The very bytes that were sent; so few that a thread would cost more than it saves.
    const sha256 = resources.withSha256 ? hash("sha256", bytes, "hex") : null;
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
    isKnownFree: false,
    sentMs: context.resources.clock.monotonicMs(),
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
    attemptHistory.isKnownFree = true;
  }
};
