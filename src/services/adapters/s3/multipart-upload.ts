import { CompleteMultipartUploadCommand } from "@aws-sdk/client-s3";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type {
  CompleteUploadParams,
  CreateUploadParams,
  StoredObject,
} from "../../ports/object-store.ts";
import { toOptionHeaders } from "./option-headers.ts";
import { multipartEtag, toBase64Crc32, unquote } from "./proof.ts";
import type { StoreConnection } from "./store-connection.ts";
import { xmlText } from "./store-refusal.ts";

/** Status 200 from something that is no store, such as the page of a proxy. */
const noStore: AppError = { code: "StoreFault", answer: { status: 200 } };

/** CreateMultipartUpload, with the checksum over the whole object announced. */
export const createUpload = async (
  connection: StoreConnection,
  { bucket, key, options, signal }: CreateUploadParams,
): Promise<Result<{ readonly uploadId: string }, AppError>> => {
  const headers = {
    ...toOptionHeaders(options),
    "x-amz-checksum-algorithm": "CRC32",
    "x-amz-checksum-type": "FULL_OBJECT",
  };
  const body = new Uint8Array();
  const answer = await connection.send(
    { method: "POST", bucket, key, query: { uploads: "" }, headers, body, signal },
    connection.contextOf(bucket, key),
  );
  if (!answer.ok) return answer;
  const uploadId = xmlText(answer.value.body.toString("utf8"), "UploadId");
  return uploadId === null ? fail(noStore) : ok({ uploadId });
};

const proofOfWhole = (answeredCrc32: string | undefined, isComposed: boolean) => {
  if (answeredCrc32 !== undefined) return "crc32-full-object";
  return isComposed ? "part-md5" : "none";
};

/**
 * CompleteMultipartUpload with the CRC32 of the whole. UploadExpired: the upload or a part is gone, or another
 * write came first; begin again.
 */
export const completeUpload = async (
  connection: StoreConnection,
  params: CompleteUploadParams,
): Promise<Result<StoredObject, AppError>> => {
  const { bucket, key, uploadId, parts, signal } = params;
  const crc32 = toBase64Crc32(params.crc32);
  const command = () =>
    new CompleteMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      MultipartUpload: {
        Parts: parts.map((part) => ({
          PartNumber: part.partNumber,
          ETag: `"${part.etag}"`,
          ChecksumCRC32: toBase64Crc32(part.crc32),
        })),
      },
      ChecksumCRC32: crc32,
      ChecksumType: "FULL_OBJECT",
      MpuObjectSize: params.sizeBytes,
      ...(params.mustBeNew && { IfNoneMatch: "*" }),
    });
  const answer = await connection.call(
    () => connection.client.send(command(), { abortSignal: signal }),
    connection.contextOf(bucket, key, { crc32, sizeBytes: params.sizeBytes, isComplete: true }),
    signal,
  );
  if (!answer.ok) return answer;
  const { Bucket, Key, ETag, ChecksumCRC32, VersionId, $metadata } = answer.value;
  // A page of a proxy under status 200 names nothing. Ceph names the object and gives an empty ETag.
  if ((Bucket ?? Key ?? ETag) === undefined) return fail(noStore);
  const etag = unquote(ETag ?? "");
  if (ChecksumCRC32 !== undefined && ChecksumCRC32 !== crc32) {
    return fail({ code: "ChecksumMismatch", path: key, ours: crc32, theirs: ChecksumCRC32 });
  }
  const isComposed = etag === "" || etag === multipartEtag(parts.map((part) => part.etag));
  return ok({
    etag,
    crc32: ChecksumCRC32 ?? null,
    versionId: VersionId ?? null,
    requestId: $metadata.requestId ?? null,
    // Without a checksum of the whole, the proof is that of its parts, which the caller has.
    proof: proofOfWhole(ChecksumCRC32, isComposed),
  });
};
