import { crc32 } from "node:zlib";
import type { AppError } from "../../../domain/errors.ts";
import { ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { UploadOptions } from "../../../domain/transfer.ts";
import type { ObjectStore, WriteCheck } from "../../ports/object-store.ts";
import { uploadPart } from "./put-bytes.ts";
import type { StoreConnection } from "./store-connection.ts";

// No upload has this id, so that the answer can only be about the right to put. S3 and Ceph answer 404
// NoSuchUpload with the right and 403 without; neither keeps anything.
const inventedUploadId = "s3-sftp-asks-whether-it-may-write";

type CheckParams = Parameters<ObjectStore["checkWrite"]>[0];

const checkBody = Buffer.from("?");

const ask = (
  connection: StoreConnection,
  { bucket, prefix, signal }: CheckParams,
  options: UploadOptions | undefined,
): Promise<Result<unknown, AppError>> =>
  uploadPart(connection, {
    bucket,
    key: `${prefix}s3-sftp-write-check`,
    uploadId: inventedUploadId,
    partNumber: 1,
    body: checkBody,
    crc32: crc32(checkBody),
    options,
    signal,
  });

/** About an upload that nobody has begun, or about uploads in parts: a file of one part may be taken all the same. */
const rejections: ReadonlySet<number> = new Set([400, 404, 405, 501]);

const isRejected = (answer: Result<unknown, AppError>): boolean =>
  !answer.ok &&
  answer.error.code === "StoreFault" &&
  rejections.has(answer.error.answer?.status ?? 0);

/** Proves the right to put, with what the owner asks of uploads, and leaves nothing behind. */
export const checkWrite = async (
  connection: StoreConnection,
  params: CheckParams,
): Promise<Result<WriteCheck, AppError>> => {
  // Policies look at these two; tags and metadata belong to the start of an upload.
  const { sse, acl } = params.options ?? {};
  const options = sse === undefined && acl === undefined ? undefined : { sse, acl };
  let answer = await ask(connection, params, options);
  // Some stores take them with a part, and some find them out of place there.
  if (options !== undefined && isRejected(answer))
    answer = await ask(connection, params, undefined);
  if (answer.ok) return ok("unknown");
  if (answer.error.code === "UploadExpired") return ok("granted");
  // A store that finds fault with the invented id before it looks at the right says neither.
  return isRejected(answer) ? ok("unknown") : answer;
};
