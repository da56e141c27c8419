import { crc32 } from "node:zlib";
import { crc32ToBase64 } from "../../../domain/crc32-combine.ts";
import type { AppError } from "../../../domain/errors.ts";
import { isRefusal } from "../../../domain/retry.ts";
import { fail, ok } from "../../../domain/result.ts";
import type { Result } from "../../../domain/result.ts";
import type {
  CompletedPart,
  CompleteUploadParams,
  StoredObject,
} from "../../ports/object-store.ts";
import { confirmTaken } from "./confirm-taken.ts";
import { offerHeaders } from "./header-offer.ts";
import type { HttpReply } from "../http/http-call.ts";
import { readEtag } from "./proof.ts";
import { header } from "./reply-header.ts";
import type { StoreConnection } from "./store-connection.ts";
import { escapeXml, readDocument, xmlText } from "./s3-document.ts";

const toPartXml = ({ partNumber, etag, crc32 }: CompletedPart, withCrc32: boolean): string => {
  const checksum = withCrc32 ? `<ChecksumCRC32>${crc32ToBase64(crc32)}</ChecksumCRC32>` : "";
  return `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(`"${etag}"`)}</ETag>${checksum}</Part>`;
};

const toDocument = (parts: readonly CompletedPart[], withCrc32: boolean): Buffer =>
  Buffer.from(
    `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.map((part) => toPartXml(part, withCrc32)).join("")}</CompleteMultipartUpload>`,
  );

const crc32OfParts = (parts: readonly CompletedPart[]): number => {
  const sums = Buffer.alloc(parts.length * 4);
  parts.forEach((part, index) => sums.writeUInt32BE(part.crc32, index * 4));
  return crc32(sums);
};

type WholeProof = "crc32-full-object" | "crc32-composite" | "none" | "mismatch";

/**
 * What the checksum of the whole proves. S3 User Guide, "Checking object integrity": one of the object, or one of the
 * parts' checksums with their number behind a hyphen.
 */
const proveWhole = (theirs: string | null, params: CompleteUploadParams): WholeProof => {
  if (theirs === null) return "none";
  if (theirs === crc32ToBase64(params.crc32)) return "crc32-full-object";
  const [sum] = theirs.split("-");
  return sum === crc32ToBase64(crc32OfParts(params.parts)) ? "crc32-composite" : "mismatch";
};

const readAnswer = (
  reply: HttpReply,
  params: CompleteUploadParams,
): Result<StoredObject, AppError> => {
  const xml = readDocument(reply.body);
  const etag = xmlText(xml, "ETag");
  // Cut off, or no answer to this. Ceph names the object and gives an empty ETag.
  if ((etag ?? xmlText(xml, "Bucket") ?? xmlText(xml, "Key")) === null) {
    return fail({ code: "StoreFault", answer: { status: reply.status } });
  }
  const theirs = xmlText(xml, "ChecksumCRC32");
  const proof = proveWhole(theirs, params);
  if (proof === "mismatch") {
    const ours = crc32ToBase64(params.crc32);
    return fail({ code: "ChecksumMismatch", path: params.key, ours, theirs });
  }
  return ok({
    etag: readEtag(etag),
    crc32: theirs,
    versionId: header(reply, "x-amz-version-id"),
    requestId: header(reply, "x-amz-request-id"),
    // Without a checksum of the whole, the proof is that of its parts, which the caller has.
    proof,
  });
};

/** Headers about the whole object. */
const wholeHeaders = ({ crc32: whole, sizeBytes }: CompleteUploadParams) => ({
  "x-amz-checksum-crc32": crc32ToBase64(whole),
  "x-amz-checksum-type": "FULL_OBJECT",
  "x-amz-mp-object-size": String(sizeBytes),
});

/**
 * True where a store may have found fault with what is said of the whole. MinIO before 2025 compares a checksum of the
 * whole with one of the parts' checksums, others do not know the headers.
 */
const isAboutWhole = (error: AppError): boolean => {
  if (error.code === "ChecksumMismatch") return error.theirs === null;
  if (error.code !== "StoreFault" || !isRefusal(error.answer)) return false;
  const { status, storeCode = "", storeMessage = "" } = error.answer ?? {};
  return status === 501 || /checksum|mp-object-size/iu.test(`${storeCode} ${storeMessage}`);
};

/**
 * CompleteMultipartUpload with the CRC32 of the whole. UploadExpired: the upload or a part is gone, or another
 * write came first; begin again.
 */
export const completeUpload = async (
  connection: StoreConnection,
  params: CompleteUploadParams,
): Promise<Result<StoredObject, AppError>> => {
  const { bucket, key, uploadId, parts, sizeBytes, mustBeNew, signal } = params;
  const more = { crc32: crc32ToBase64(params.crc32), sizeBytes, isComplete: true };
  // Where parts were answered without a sum there is none to name, and Swift takes a document with sums for none.
  const haveSums = parts.every(({ proof }) => proof === "crc32-full-object");
  const completed = await offerHeaders(connection, bucket, mustBeNew, async (offer) => {
    const withCrc32 = offer.withCrc32 && haveSums;
    const body = toDocument(parts, withCrc32);
    const send = async (whole: Readonly<Record<string, string>>) => {
      const headers = {
        "content-type": "application/xml",
        ...whole,
        ...(mustBeNew && { "if-none-match": "*" }),
      };
      const call = { method: "POST", bucket, key, query: { uploadId }, headers, body } as const;
      const reply = await connection.send({ ...call, signal }, more);
      return reply.ok ? readAnswer(reply.value, params) : reply;
    };
    if (!withCrc32) return send({});
    const first = await send(wholeHeaders(params));
    // Nothing was put together, and each part has its proof.
    return first.ok || connection.isAws || !isAboutWhole(first.error) ? first : send({});
  });
  return mustBeNew ? confirmTaken(connection, params, completed) : completed;
};
