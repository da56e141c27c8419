import { crc32ToBase64 } from "../../../domain/crc32-combine.ts";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { Verification } from "../../../domain/transfer.ts";
import type {
  PutParams,
  StoredObject,
  StoredPart,
  UploadPartParams,
} from "../../ports/object-store.ts";
import { hashBody, sizeOf } from "./body.ts";
import { confirmTaken } from "./confirm-taken.ts";
import { guardBody, offerHeaders } from "./header-offer.ts";
import type { HttpReply } from "../http/http-call.ts";
import { hidesMd5, rememberKmsBucket } from "./kms-buckets.ts";
import { header } from "./reply-header.ts";
import { proveBody, readEtag } from "./proof.ts";
import type { BodyAnswer, SentBody } from "./proof.ts";
import type { CallContext } from "./s3-errors.ts";
import type { SignedCall } from "./signed-call.ts";
import type { StoreConnection } from "./store-connection.ts";

const hasS3Header = ({ headers }: HttpReply): boolean =>
  Object.keys(headers).some((name) => name.startsWith("x-amz-"));

/** One put of a whole object or of a part, but for what guards its body. */
interface PutCall {
  readonly request: Pick<SignedCall, "bucket" | "key" | "query" | "body" | "onSent" | "signal">;
  readonly headers: Readonly<Record<string, string>>;
  /** Unsigned 32 bit. */
  readonly crc32: number;
  readonly context: Partial<CallContext>;
}

/** Learns from the answer to a body what the store does with checksums and ETags. */
const learnFrom = (
  connection: StoreConnection,
  bucket: string,
  answered: BodyAnswer,
  etag: "md5" | "other" | null,
): void => {
  const { checksum } = connection.abilities(bucket);
  if (answered.crc32 !== null) connection.learn(bucket, { checksum: "answered" });
  else if (checksum !== "refused" && connection.offersChecksums)
    connection.learn(bucket, { checksum: "ignored" });
  if (etag !== null) connection.learn(bucket, { etag });
};

/** Compares the answer to a put with the bytes that were sent. */
const readPutReply = async (
  connection: StoreConnection,
  reply: HttpReply,
  sent: SentBody,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<Result<StoredObject, AppError>> => {
  const etag = readEtag(header(reply, "etag"));
  const crc32 = header(reply, "x-amz-checksum-crc32");
  const answered = { crc32, etag, isEncrypted: hidesMd5(reply) };
  const found = await proveBody(sent, answered, connection.abilities(bucket).etag);
  const { proof } = found;
  if (proof === "mismatch")
    return fail({ code: "ChecksumMismatch", path: key, ours: sent.crc32, theirs: crc32 ?? etag });
  learnFrom(connection, bucket, answered, found.etag);
  const versionId = header(reply, "x-amz-version-id");
  return ok({ etag, crc32, versionId, requestId: header(reply, "x-amz-request-id"), proof });
};

const send = (
  connection: StoreConnection,
  { request, headers, crc32, context: more }: PutCall,
  onReply: (reply: HttpReply) => void = () => {},
): Promise<Result<StoredObject, AppError>> => {
  const { bucket, key, body } = request;
  const sum = crc32ToBase64(crc32);
  const isConditional = headers["if-none-match"] !== undefined;
  return offerHeaders(connection, bucket, isConditional, async (offer) => {
    const guard = await guardBody(offer, body, sum);
    if (!guard.ok) return guard;
    const { md5, headers: guarding } = guard.value;
    const reply = await connection.send(
      { method: "PUT", ...request, headers: { ...headers, ...guarding } },
      { ...more, crc32: sum, sizeBytes: sizeOf(body) },
    );
    if (!reply.ok) return reply;
    connection.hasShownItself ||= hasS3Header(reply.value);
    onReply(reply.value);
    return readPutReply(connection, reply.value, { body, crc32: sum, md5 }, { bucket, key });
  });
};

const strongProofs: ReadonlySet<Verification> = new Set(["crc32-full-object", "part-md5"]);

/** A web server may answer 200 to a put as well: what nothing proves is looked for in a list, once a store. */
const confirmUnknown = async (
  connection: StoreConnection,
  { bucket, key, body, signal }: PutParams,
  stored: StoredObject,
): Promise<Result<StoredObject, AppError>> => {
  const listed = await (await import("./list-key.ts")).listKey(connection, bucket, key, signal);
  if (!listed.ok) return listed;
  if (listed.value?.sizeBytes === sizeOf(body)) return ok(stored);
  const { host } = await connection.baseOf(bucket);
  return fail({ code: "InterveningAnswer", host, answer: { status: 200 } });
};

/** PutObject with its checksum: the object appears whole or not at all. */
export const putObject = async (
  connection: StoreConnection,
  params: PutParams,
): Promise<Result<StoredObject, AppError>> => {
  const { bucket, key, body, options, crc32, mustBeNew, signal, onSent } = params;
  const put: PutCall = {
    request: { bucket, key, query: {}, body, onSent, signal },
    headers: { ...connection.optionHeaders(options), ...(mustBeNew && { "if-none-match": "*" }) },
    crc32,
    context: { options },
  };
  const stored = await send(connection, put, (reply) =>
    rememberKmsBucket(connection, bucket, options, reply),
  );
  if (stored.ok) {
    const isKnown = connection.hasShownItself || strongProofs.has(stored.value.proof);
    return isKnown ? stored : confirmUnknown(connection, params, stored.value);
  }
  return mustBeNew ? confirmTaken(connection, params, stored) : stored;
};

/** UploadPart with its checksum; UploadExpired when the store no longer knows the upload. */
export const uploadPart = async (
  connection: StoreConnection,
  params: UploadPartParams,
): Promise<Result<StoredPart, AppError>> => {
  const { bucket, key, uploadId, partNumber, body, crc32, options, signal, onSent } = params;
  const query = { partNumber: String(partNumber), uploadId };
  const stored = await send(connection, {
    request: { bucket, key, query, body, onSent, signal },
    headers: options === undefined ? {} : connection.optionHeaders(options),
    crc32,
    context: { partNumber },
  });
  if (!stored.ok) {
    if (stored.error.code === "TooManyParts")
      connection.learn(bucket, { maxParts: stored.error.maxParts });
    return stored;
  }
  const { etag, proof } = stored.value;
  // The end of the upload has to name one. What a proxy has taken away is the MD5 at nearly every store.
  return ok({ etag: etag ?? (await hashBody("md5", body)), proof });
};
