import { crc32ToBase64 } from "../../../domain/crc32-combine.ts";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type {
  PutParams,
  StoredObject,
  StoredPart,
  UploadPartParams,
} from "../../ports/object-store.ts";
import { sizeOf } from "./body.ts";
import type { Body, HttpReply } from "./http-call.ts";
import { hidesMd5, rememberKmsBucket } from "./kms-buckets.ts";
import { header } from "./reply-header.ts";
import { toOptionHeaders } from "./option-headers.ts";
import { proveBody, readEtag } from "./proof.ts";
import type { StoreConnection } from "./store-connection.ts";

/** Compares the answer to a PUT with the bytes that were sent. */
const readPutReply = async (
  reply: HttpReply,
  body: Body,
  sentCrc32: string,
  key: string,
): Promise<Result<StoredObject & { readonly etag: string }, AppError>> => {
  const etag = readEtag(header(reply, "etag"));
  // Every store answers one; the page of a proxy under status 200 does not.
  if (etag === null) return fail({ code: "StoreFault", answer: { status: reply.status } });
  const crc32 = header(reply, "x-amz-checksum-crc32");
  const answered = { crc32, etag, isEncrypted: hidesMd5(reply) };
  const proof = await proveBody(body, sentCrc32, answered);
  if (proof === "mismatch") {
    const theirs = crc32 ?? etag;
    return fail({ code: "ChecksumMismatch", path: key, ours: sentCrc32, theirs });
  }
  const versionId = header(reply, "x-amz-version-id");
  return ok({ etag, crc32, versionId, requestId: header(reply, "x-amz-request-id"), proof });
};

/** PutObject with its CRC32: the object appears whole or not at all. */
export const putObject = async (
  connection: StoreConnection,
  params: PutParams,
): Promise<Result<StoredObject, AppError>> => {
  const { bucket, key, body, signal, onSent } = params;
  const crc32 = crc32ToBase64(params.crc32);
  const headers = {
    ...toOptionHeaders(params.options),
    "x-amz-checksum-crc32": crc32,
    ...(params.mustBeNew && { "if-none-match": "*" }),
  };
  const context = await connection.contextOf(bucket, key, { crc32, sizeBytes: sizeOf(body) });
  const request = { method: "PUT", bucket, key, query: {}, headers, body, onSent, signal } as const;
  const reply = await connection.send(request, context);
  if (!reply.ok) return reply;
  rememberKmsBucket(connection, bucket, params.options, reply.value);
  return readPutReply(reply.value, body, crc32, key);
};

/** UploadPart with its CRC32; UploadExpired when the store no longer knows the upload. */
export const uploadPart = async (
  connection: StoreConnection,
  params: UploadPartParams,
): Promise<Result<StoredPart, AppError>> => {
  const { bucket, key, uploadId, partNumber, body, signal, onSent } = params;
  const crc32 = crc32ToBase64(params.crc32);
  const query = { partNumber: String(partNumber), uploadId };
  const headers = { "x-amz-checksum-crc32": crc32 };
  const context = await connection.contextOf(bucket, key, { crc32, sizeBytes: sizeOf(body) });
  const request = { method: "PUT", bucket, key, query, headers, body, onSent, signal } as const;
  const reply = await connection.send(request, context);
  return reply.ok ? readPutReply(reply.value, body, crc32, key) : reply;
};
