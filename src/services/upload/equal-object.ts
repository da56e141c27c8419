import { hash } from "node:crypto";
import type { AppError } from "../../domain/errors.ts";
import { multipartEtag } from "../../domain/etag.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ListedObject, StoredObject } from "../ports/object-store.ts";
import { findObjectAt } from "../ports/find-object.ts";
import { isReceiptOfAnother } from "./own-receipts.ts";
import { sendRequest } from "./send-request.ts";
import type { UploadContext } from "./upload-context.ts";

/** How far the store's clock and ours may differ when a time must decide. */
const clockToleranceMs = 60_000;

/** What the object would be if it were ours. */
export interface ExpectedObject {
  readonly sizeBytes: number;
  /** What the store gives when it computes ETags from MD5s; null when it visibly does not. */
  readonly etag: string | null;
  /** Parts of a multipart upload; 0 for one put. */
  readonly partCount: number;
  /** When our first attempt may have begun, by our clock. */
  readonly sinceMs: number;
}

const md5 = (bytes: Uint8Array): string => hash("md5", bytes, "hex");

/** MD5 of a whole body: the ETag of one put, unless the bucket encrypts with KMS. */
export const putEtag = md5;

/** What the object has as its ETag when it is made of these parts; null when the store's part ETags are no MD5s. */
export const completedEtag = (parts: readonly { readonly etag: string }[]): string | null =>
  multipartEtag(
    parts.map(({ etag }) => etag),
    md5,
  );

const hasOurForm = (etag: string | null, partCount: number): boolean =>
  etag === null || (partCount === 0 ? !etag.includes("-") : etag.endsWith(`-${partCount}`));

/**
 * Is the object that a list shows the one that we sent? Equal ETags prove it. Where ETags are no MD5s (KMS, of the
 * file or of the bucket), size, form and a time after our first attempt must do; only ask when an attempt of ours may
 * have arrived.
 */
const isOurs = (listed: ListedObject, expected: ExpectedObject): boolean => {
  if (listed.sizeBytes !== expected.sizeBytes) return false;
  if (expected.etag !== null && listed.etag === expected.etag) return true;
  if (expected.etag !== null && listed.isMd5Hidden !== true) return false;
  return (
    hasOurForm(listed.etag, expected.partCount) &&
    listed.modifiedAtMs >= expected.sinceMs - clockToleranceMs
  );
};

/** The object under exactly this key, or null: within whatever slot the caller has. */
const findListed = (
  { record, store }: UploadContext,
  key: string,
  signal: AbortSignal,
): Promise<Result<ListedObject | null, AppError>> =>
  findObjectAt({ store, bucket: record.transfer.target.bucket, signal }, key);

/** The object under exactly this key, or null; as a request of its own. */
export const findObject = (
  context: UploadContext,
  key: string,
): Promise<Result<ListedObject | null, AppError>> =>
  sendRequest(context, {
    kind: "small",
    bytes: 0,
    send: ({ signal }) => findListed(context, key, signal),
  });

/** What a list shows under the transfer's key. */
export type KeyFinding =
  | { readonly is: "free" }
  | { readonly is: "taken" }
  | { readonly is: "ours"; readonly stored: StoredObject };

/**
 * Is the key free, taken by something else, or by the very object that an attempt without an answer has made after
 * all? Part of an attempt: asking for another slot in there could wait for ever.
 */
export const findOwnObject = async (
  context: UploadContext,
  expected: ExpectedObject,
  signal: AbortSignal,
): Promise<Result<KeyFinding, AppError>> => {
  const found = await findListed(context, context.record.transfer.target.key, signal);
  if (!found.ok) return found;
  // What replaces an object may well be equal to it.
  return context.mustBeNew
    ? judgeNew(context, found.value, expected)
    : ok(judgeListed(found.value, expected));
};

/** As `findOwnObject`, of what a list has shown already. */
const judgeListed = (value: ListedObject | null, expected: ExpectedObject): KeyFinding => {
  if (!value) return { is: "free" };
  if (!isOurs(value, expected)) return { is: "taken" };
  const isProved = expected.etag !== null && value.etag === expected.etag;
  const proof = isProved ? "part-md5" : "none";
  const stored = {
    etag: value.etag,
    crc32: null,
    versionId: null,
    requestId: null,
    proof,
  } as const;
  return { is: "ours", stored };
};

/**
 * As `judgeListed`, for what must not write over anything: what looks like our own object is none where another transfer
 * has the receipt of it. That one was told already, and this one has found its key taken.
 */
export const judgeNew = (
  context: UploadContext,
  value: ListedObject | null,
  expected: ExpectedObject,
): Result<KeyFinding, AppError> => {
  const finding = judgeListed(value, expected);
  if (value === null || finding.is !== "ours") return ok(finding);
  const isTold = isReceiptOfAnother(context, value);
  if (!isTold.ok) return isTold;
  return ok(isTold.value ? { is: "taken" } : finding);
};
