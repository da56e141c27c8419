import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import { judgeNew, putEtag, type ExpectedObject, type KeyFinding } from "./equal-object.ts";
import { findObjectAt } from "../ports/find-object.ts";
import type { ListedObject } from "../ports/object-store.ts";
import { wasDelivered } from "./own-receipts.ts";
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

/** A shorter body costs no more than to ask about it. */
const minAskedBytes = 64 * 1024;

/** What a list shows under a key that the store itself keeps: asked where the answer may spare the body. */
const hintOf = async (
  context: UploadContext,
  { signal, touch }: Attempt,
  mayHaveSent: boolean,
): Promise<ListedObject | null> => {
  const { store, resources, record } = context;
  const { target, fingerprint } = record.transfer;
  const scope = { store, signal, onPage: touch };
  if (!mayHaveSent) return resources.keys.hint(scope, target, () => wasDelivered(context));
  if (fingerprint.sizeBytes < minAskedBytes) return null;
  const found = await findObjectAt({ ...scope, bucket: target.bucket }, target.key);
  return found.ok ? found.value : null;
};

const findAt = async (
  context: UploadContext,
  attempt: Attempt,
  mayHaveSent: boolean,
): Promise<Result<ListedObject | null, AppError>> => {
  const { store, resources, record } = context;
  const { target } = record.transfer;
  if (store.abilities(target.bucket).condition === "honoured")
    return ok(await hintOf(context, attempt, mayHaveSent));
  const scope = { store, signal: attempt.signal, onPage: attempt.touch };
  return mayHaveSent
    ? findObjectAt({ ...scope, bucket: target.bucket }, target.key)
    : resources.keys.find(scope, target);
};

/**
 * Before a body is sent that must not write over anything: is its key free? A list says so, in bulk for the files that
 * follow, and for this key alone once an attempt may have arrived. Where the store has proved that it refuses by itself
 * (`If-None-Match`) a list is only asked to spare bodies, and what it cannot tell counts as free.
 */
export const guardKey = async (
  context: UploadContext,
  attempt: Attempt,
  body: Uint8Array,
  mayHaveSent: boolean,
): Promise<Result<KeyFinding, AppError>> => {
  const found = await findAt(context, attempt, mayHaveSent);
  if (!found.ok) return found;
  if (found.value === null) return ok(free);
  // An object that was there before our first attempt is not ours, whatever is in it.
  if (!mayHaveSent) return ok({ is: "taken" });
  return judgeNew(context, found.value, expectedPut(context, body));
};
