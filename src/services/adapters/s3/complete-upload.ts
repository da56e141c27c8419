import { hash } from "node:crypto";
import { crc32ToBase64 } from "../../../domain/crc32-combine.ts";
import { multipartEtag } from "../../../domain/etag.ts";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type {
  CompletedPart,
  CompleteUploadParams,
  StoredObject,
} from "../../ports/object-store.ts";
import type { HttpReply } from "./http-call.ts";
import { readEtag } from "./proof.ts";
import { header } from "./reply-header.ts";
import { toAppError } from "./s3-errors.ts";
import type { CallContext } from "./s3-errors.ts";
import type { StoreConnection } from "./store-connection.ts";
import { escapeXml, readRefusal, xmlText } from "./store-refusal.ts";

const md5 = (bytes: Uint8Array): string => hash("md5", bytes, "hex");

const toPartXml = ({ partNumber, etag, crc32 }: CompletedPart): string =>
  `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(`"${etag}"`)}</ETag><ChecksumCRC32>${crc32ToBase64(crc32)}</ChecksumCRC32></Part>`;

const toDocument = (parts: readonly CompletedPart[]): Buffer =>
  Buffer.from(
    `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.map(toPartXml).join("")}</CompleteMultipartUpload>`,
  );

const proofOfObject = (answeredCrc32: string | null, isComposed: boolean) => {
  if (answeredCrc32 !== null) return "crc32-full-object";
  return isComposed ? "part-md5" : "none";
};

/** What an answer under status 200 says: S3 sends the status before it knows how the upload ends. */
const readAnswer = (
  reply: HttpReply,
  { key, parts, crc32 }: CompleteUploadParams,
  context: CallContext,
): Result<StoredObject, AppError> => {
  const xml = reply.body.toString("utf8");
  const refusal = readRefusal(reply);
  // As a status it would be 500 or 503, and worth another attempt.
  if (refusal.code !== null) return fail(toAppError({ ...refusal, status: 503 }, context));
  const etag = xmlText(xml, "ETag");
  // A page of a proxy names nothing. Ceph names the object and gives an empty ETag.
  if ((etag ?? xmlText(xml, "Bucket") ?? xmlText(xml, "Key")) === null) {
    return fail({ code: "StoreFault", answer: { status: reply.status } });
  }
  const theirs = xmlText(xml, "ChecksumCRC32");
  const ours = crc32ToBase64(crc32);
  if (theirs !== null && theirs !== ours) {
    return fail({ code: "ChecksumMismatch", path: key, ours, theirs });
  }
  const plain = readEtag(etag);
  const partEtags = parts.map((part) => part.etag);
  const isComposed = plain === null || plain === multipartEtag(partEtags, md5);
  return ok({
    etag: plain,
    crc32: theirs,
    versionId: header(reply, "x-amz-version-id"),
    requestId: header(reply, "x-amz-request-id"),
    // Without a checksum of the whole, the proof is that of its parts, which the caller has.
    proof: proofOfObject(theirs, isComposed),
  });
};

/**
 * CompleteMultipartUpload with the CRC32 of the whole. UploadExpired: the upload or a part is gone, or another
 * write came first; begin again.
 */
export const completeUpload = async (
  connection: StoreConnection,
  params: CompleteUploadParams,
): Promise<Result<StoredObject, AppError>> => {
  const { bucket, key, uploadId, parts, sizeBytes, signal } = params;
  const crc32 = crc32ToBase64(params.crc32);
  const headers = {
    "content-type": "application/xml",
    "x-amz-checksum-crc32": crc32,
    "x-amz-checksum-type": "FULL_OBJECT",
    "x-amz-mp-object-size": String(sizeBytes),
    ...(params.mustBeNew && { "if-none-match": "*" }),
  };
  const context = await connection.contextOf(bucket, key, { crc32, sizeBytes, isComplete: true });
  const body = toDocument(parts);
  const reply = await connection.send(
    { method: "POST", bucket, key, query: { uploadId }, headers, body, signal },
    context,
  );
  return reply.ok ? readAnswer(reply.value, params, context) : reply;
};
