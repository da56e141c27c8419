import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { judgeListed, putEtag, type ExpectedObject, type KeyFinding } from "./equal-object.ts";
import { findObjectAt } from "./find-objects.ts";
import type { Attempt } from "./send-request.ts";
import type { UploadContext } from "./upload-context.ts";

/** What this body is under its key, if an attempt of ours has made it. */
export const expectedPut = (
  { record: { transfer } }: UploadContext,
  body: Uint8Array,
): ExpectedObject => ({
  sizeBytes: transfer.fingerprint.sizeBytes,
  etag: transfer.options.sse?.startsWith("aws:kms") === true ? null : putEtag(body),
  partCount: 0,
  sinceMs: transfer.startedAtMs ?? 0,
});

const free: KeyFinding = { is: "free" };

/**
 * Before a body is sent that must not write over anything: is its key free? Where the store has proved that it refuses
 * by itself (`If-None-Match`) nobody asks; elsewhere a list says so, in bulk for the files that follow, and for this key
 * alone once an attempt may have arrived.
 */
export const guardKey = async (
  context: UploadContext,
  attempt: Attempt,
  body: Uint8Array,
  mayHaveSent: boolean,
): Promise<Result<KeyFinding, AppError>> => {
  const { store, resources, record } = context;
  const { target } = record.transfer;
  if (store.abilities(target.bucket).condition === "honoured") return ok(free);
  const scope = { store, signal: attempt.signal, onPage: attempt.touch };
  const found = mayHaveSent
    ? await findObjectAt({ ...scope, bucket: target.bucket }, target.key)
    : await resources.keys.find(scope, target);
  if (!found.ok) return found;
  if (found.value === null) return ok(free);
  // An object that was there before our first attempt is not ours, whatever is in it.
  return ok(mayHaveSent ? judgeListed(found.value, expectedPut(context, body)) : { is: "taken" });
};
