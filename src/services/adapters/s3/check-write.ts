import { crc32 } from "node:zlib";
import type { AppError } from "../../../domain/errors.ts";
import { ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type { ObjectStore, WriteCheck } from "../../ports/object-store.ts";
import { uploadPart } from "./put-bytes.ts";
import type { StoreConnection } from "./store-connection.ts";

// No upload has this id, so that the answer can only be about the right to put. S3 and Ceph answer 404
// NoSuchUpload with the right and 403 without; neither keeps anything.
const inventedUploadId = "s3-sftp-asks-whether-it-may-write";

const checkBody = Buffer.from("?");

/** Proves the right to put and leaves nothing behind. */
export const checkWrite = async (
  connection: StoreConnection,
  params: Parameters<ObjectStore["checkWrite"]>[0],
): Promise<Result<WriteCheck, AppError>> => {
  const { bucket, prefix, signal } = params;
  const answer = await uploadPart(connection, {
    bucket,
    key: `${prefix}s3-sftp-write-check`,
    uploadId: inventedUploadId,
    partNumber: 1,
    body: checkBody,
    crc32: crc32(checkBody),
    signal,
  });
  if (answer.ok) return ok("unknown");
  const { error } = answer;
  if (error.code === "UploadExpired") return ok("granted");
  // A store that finds fault with the invented id before it looks at the right says neither.
  const isAboutTheId = error.code === "StoreFault" && error.answer?.status === 400;
  return isAboutTheId ? ok("unknown") : answer;
};
