import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import type { Bucket, S3Upload } from "./buckets.ts";
import { readFiles } from "./buckets.ts";
import type { S3Dialect } from "./dialect.ts";
import { checkKey, encryptionOf, keptHeaders, mustBeNew, objectHeaders } from "./put-object.ts";
import { receiveBody, toBase64Crc32 } from "./receive-body.ts";
import type { BodySource, ReceivedBody } from "./receive-body.ts";
import { badDigest, invalid, malformedXml, preconditionFailed } from "./refusal.ts";
import type { S3Answer, S3Call } from "./s3-types.ts";
import { parseCompleteXml, toXml } from "./xml.ts";
import type { NamedPart, XmlNode } from "./xml.ts";

// S3 "Amazon S3 multipart upload limits".
const minPartBytes = 5 * 1024 * 1024;

const uploadIdOf = (call: S3Call): string => call.query.get("uploadId") ?? "";

export const createUpload = (
  bucket: Bucket,
  call: S3Call,
  headers: IncomingHttpHeaders,
): S3Answer => {
  checkKey(call.key);
  const kept = bucket.encrypted(keptHeaders(headers));
  const { uploadId } = bucket.createUpload(call.key, kept);
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...encryptionOf(kept) },
    body: toXml("InitiateMultipartUploadResult", [
      ["Bucket", bucket.name],
      ["Key", call.key],
      ["UploadId", uploadId],
    ]),
  };
};

/** UploadPart: a part sent twice replaces its earlier self. */
export const uploadPart = async (
  bucket: Bucket,
  call: S3Call,
  source: BodySource,
): Promise<S3Answer> => {
  const { dialect } = bucket;
  const upload = bucket.upload(uploadIdOf(call), call.key);
  const partNumber = Number(call.query.get("partNumber"));
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > dialect.maxParts) {
    throw invalid(
      "InvalidArgument",
      `Part number must be an integer between 1 and ${dialect.maxParts}, inclusive`,
    );
  }
  const part = await receiveBody(source, bucket.newFile(), dialect);
  upload.parts.set(partNumber, part);
  const checksum = dialect.checksums === "checked" ? { "x-amz-checksum-crc32": part.crc32 } : {};
  const etag = `"${bucket.etagOf(upload.headers, part.md5)}"`;
  const encryption = encryptionOf(upload.headers);
  return { status: 200, headers: { etag, ...encryption, ...checksum }, body: "" };
};

const chooseParts = (
  bucket: Bucket,
  upload: S3Upload,
  named: readonly NamedPart[],
): readonly ReceivedBody[] => {
  const { checksums, partChecksums } = bucket.dialect;
  const hasSums = named.some((part) => part.crc32 !== null);
  if (named.length === 0 || (hasSums && partChecksums === "refused")) throw malformedXml();
  return named.map(({ partNumber, etag, crc32 }, index) => {
    if (index > 0 && partNumber <= (named[index - 1]?.partNumber ?? 0)) {
      throw invalid("InvalidPartOrder", "The list of parts was not in ascending order.");
    }
    const part = upload.parts.get(partNumber);
    const isIt =
      part !== undefined &&
      bucket.etagOf(upload.headers, part.md5) === etag &&
      (crc32 === null || checksums !== "checked" || crc32 === part.crc32);
    if (!isIt)
      throw invalid("InvalidPart", "One or more of the specified parts could not be found.");
    if (index < named.length - 1 && part.sizeBytes < minPartBytes) {
      throw invalid(
        "EntityTooSmall",
        "Your proposed upload is smaller than the minimum allowed size",
      );
    }
    return part;
  });
};

const filesOf = (parts: readonly ReceivedBody[]): readonly string[] =>
  parts.flatMap(({ file }) => (file === null ? [] : [file]));

/** Read back from the disk rather than combined from the parts, so that it proves what is stored. */
const hashOf = async (files: readonly string[]) => {
  let checksum = 0;
  const md5 = createHash("md5");
  for await (const chunk of readFiles(files)) {
    checksum = crc32(chunk, checksum);
    md5.update(chunk);
  }
  return { crc32: toBase64Crc32(checksum), md5: md5.digest("hex") };
};

const checkFullObject = (
  headers: IncomingHttpHeaders,
  sizeBytes: number,
  checksum: string,
): void => {
  const declared = headers["x-amz-checksum-crc32"];
  if (declared !== undefined && declared !== checksum) throw badDigest("CRC32");
  const size = headers["x-amz-mp-object-size"];
  if (size !== undefined && Number(size) !== sizeBytes) {
    throw invalid("InvalidRequest", "The provided 'x-amz-mp-object-size' header does not match.");
  }
};

/** A checksum of the parts' checksums, as S3 has it for COMPOSITE. */
const compositeOf = (parts: readonly ReceivedBody[]): string => {
  const sums = Buffer.concat(parts.map((part) => Buffer.from(part.crc32, "base64")));
  return `${toBase64Crc32(crc32(sums))}-${parts.length}`;
};

const checkComposite = (headers: IncomingHttpHeaders, parts: readonly ReceivedBody[]): void => {
  const declared = headers["x-amz-checksum-crc32"];
  if (declared === undefined || declared === compositeOf(parts).split("-")[0]) return;
  throw invalid(
    "XAmzContentChecksumMismatch",
    "The provided 'x-amz-checksum' header does not match what was computed.",
  );
};

const etagOfParts = (
  bucket: Bucket,
  upload: S3Upload,
  parts: readonly ReceivedBody[],
  wholeMd5: string,
): string => {
  if (bucket.dialect.multipartEtag === "md5") return wholeMd5;
  const md5 = createHash("md5");
  if (bucket.dialect.multipartEtag === "opaque") md5.update("of its own making");
  for (const part of parts) md5.update(bucket.etagOf(upload.headers, part.md5), "hex");
  return `${md5.digest("hex")}-${parts.length}`;
};

/** What Complete says of the whole, where checksums are known. */
const checksumNodes = (
  dialect: S3Dialect,
  fullObject: string,
  parts: readonly ReceivedBody[],
): readonly XmlNode[] => {
  if (dialect.checksums !== "checked" || dialect.completeChecksum === "none") return [];
  const isComposite = dialect.completeChecksum === "composite";
  return [
    ["ChecksumCRC32", isComposite ? compositeOf(parts) : fullObject],
    ["ChecksumType", isComposite ? "COMPOSITE" : "FULL_OBJECT"],
  ];
};

/** CompleteMultipartUpload: the object appears in one step, whole, or not at all. */
export const completeUpload = async (
  bucket: Bucket,
  call: S3Call,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<S3Answer> => {
  const { dialect } = bucket;
  const upload = bucket.upload(uploadIdOf(call), call.key);
  const isNew = mustBeNew(headers, dialect.completeCondition);
  if (isNew && bucket.objects.has(call.key)) throw preconditionFailed(dialect.takenCode);
  const parts = chooseParts(bucket, upload, parseCompleteXml(body));
  const files = filesOf(parts);
  if (dialect.readsWholeAsComposite) checkComposite(headers, parts);
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  // Where bodies are thrown away there is nothing to read back: the client's word is taken.
  const whole =
    files.length === 0
      ? { crc32: String(headers["x-amz-checksum-crc32"] ?? ""), md5: "" }
      : await hashOf(files);
  if (dialect.checksums === "checked" && dialect.completeChecksum === "full-object") {
    checkFullObject(headers, sizeBytes, whole.crc32);
  }
  const etag = etagOfParts(bucket, upload, parts, whole.md5);
  const { key } = call;
  const object = await bucket.store(
    { key, sizeBytes, etag, crc32: whole.crc32, headers: upload.headers, files },
    isNew,
  );
  await bucket.endUpload(upload, files);
  const { etag: quoted = "", "x-amz-version-id": versionId } = objectHeaders(object, dialect);
  return {
    status: 200,
    headers: {
      "content-type": "application/xml",
      ...encryptionOf(upload.headers),
      ...(versionId === undefined ? {} : { "x-amz-version-id": versionId }),
    },
    body: toXml("CompleteMultipartUploadResult", [
      ["Bucket", bucket.name],
      ["Key", key],
      ["ETag", dialect.multipartEtag === "absent" ? "" : quoted],
      ...checksumNodes(dialect, whole.crc32, parts),
    ]),
  };
};

/** AbortMultipartUpload: the owner's, for tidying up. */
export const abortUpload = async (bucket: Bucket, call: S3Call): Promise<S3Answer> => {
  await bucket.endUpload(bucket.upload(uploadIdOf(call), call.key), []);
  return { status: 204, headers: {}, body: "" };
};

/** ListParts: the owner's, in one page. */
export const listParts = (bucket: Bucket, call: S3Call): S3Answer => {
  const upload = bucket.upload(uploadIdOf(call), call.key);
  const parts = [...upload.parts].toSorted(([a], [b]) => a - b);
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: toXml("ListPartsResult", [
      ["Bucket", bucket.name],
      ["Key", call.key],
      ["UploadId", upload.uploadId],
      ["IsTruncated", false],
      ...parts.map(
        ([partNumber, part]) =>
          [
            "Part",
            [
              ["PartNumber", partNumber],
              ["ETag", `"${bucket.etagOf(upload.headers, part.md5)}"`],
              ["Size", part.sizeBytes],
            ],
          ] as const,
      ),
    ]),
  };
};

/** ListMultipartUploads: the owner's, in one page. */
export const listUploads = (bucket: Bucket): S3Answer => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: toXml("ListMultipartUploadsResult", [
    ["Bucket", bucket.name],
    ["IsTruncated", false],
    ...[...bucket.uploads.values()].map(
      ({ key, uploadId, startedAtMs }) =>
        [
          "Upload",
          [
            ["Key", key],
            ["UploadId", uploadId],
            ["Initiated", new Date(startedAtMs).toISOString()],
          ],
        ] as const,
    ),
  ]),
});
