import type { IncomingHttpHeaders } from "node:http";
import { encryptionHeader } from "./buckets.ts";
import type { Bucket, KeptHeaders, S3Object } from "./buckets.ts";
import type { ConditionAnswer, S3Dialect } from "./dialect.ts";
import { receiveBody } from "./receive-body.ts";
import type { BodySource } from "./receive-body.ts";
import { conditionUnknown, invalid } from "./refusal.ts";
import type { S3Answer, S3Call } from "./s3-types.ts";

const kept = [
  "content-type",
  "x-amz-storage-class",
  encryptionHeader,
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-tagging",
];

/** Those headers of a request that stay with the object. */
export const keptHeaders = (headers: IncomingHttpHeaders): KeptHeaders =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value !== undefined && (kept.includes(name) || name.startsWith("x-amz-meta-"))
        ? [[name, String(value)]]
        : [],
    ),
  );

/** Throws KeyTooLongError above 1,024 bytes of UTF-8. */
export const checkKey = (key: string): void => {
  if (Buffer.byteLength(key) > 1024) throw invalid("KeyTooLongError", "Your key is too long");
};

/** Only `*` is known to `If-None-Match` of a write, as at S3. Throws NotImplemented where nothing is. */
export const mustBeNew = (headers: IncomingHttpHeaders, answer: ConditionAnswer): boolean => {
  const condition = headers["if-none-match"];
  if (condition !== undefined && answer === "refused") throw conditionUnknown();
  return condition === "*" && answer === "honoured";
};

/** The header with which an answer names the encryption, where there is one. */
export const encryptionOf = ({ [encryptionHeader]: how }: KeptHeaders): KeptHeaders =>
  how === undefined ? {} : { [encryptionHeader]: how };

/** What S3 says of an object it has taken. */
export const objectHeaders = (
  object: S3Object,
  { checksums }: S3Dialect,
): Readonly<Record<string, string>> => ({
  etag: `"${object.etag}"`,
  ...encryptionOf(object.headers),
  ...(checksums === "checked"
    ? { "x-amz-checksum-crc32": object.crc32, "x-amz-checksum-type": "FULL_OBJECT" }
    : {}),
  ...(object.versionId === null ? {} : { "x-amz-version-id": object.versionId }),
});

/** PutObject: the object appears when its whole body is on the disk and agrees with its checksums. */
export const putObject = async (
  bucket: Bucket,
  call: S3Call,
  source: BodySource,
): Promise<S3Answer> => {
  checkKey(call.key);
  const { dialect } = bucket;
  const isNew = mustBeNew(source.headers, dialect.putCondition);
  const headers = bucket.encrypted(keptHeaders(source.headers));
  const body = await receiveBody(source, bucket.newFile(), dialect);
  const object = await bucket.store(
    {
      key: call.key,
      sizeBytes: body.sizeBytes,
      etag: bucket.etagOf(headers, body.md5),
      crc32: body.crc32,
      headers,
      files: body.file === null ? [] : [body.file],
    },
    isNew,
  );
  return { status: 200, headers: objectHeaders(object, dialect), body: "" };
};
