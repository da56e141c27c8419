import type { Bucket, S3Object } from "./buckets.ts";
import { readFiles } from "./buckets.ts";
import { objectHeaders } from "./put-object.ts";
import { noSuchKey } from "./refusal.ts";
import type { S3Answer, S3Call } from "./s3-types.ts";

const headersOf = (object: S3Object, bucket: Bucket): Readonly<Record<string, string>> => ({
  ...object.headers,
  ...objectHeaders(object, bucket.dialect),
  "content-length": String(object.sizeBytes),
  "last-modified": new Date(object.modifiedAtMs).toUTCString(),
});

const find = (bucket: Bucket, call: S3Call): S3Object => {
  const object = bucket.objects.get(call.key);
  if (object === undefined) throw noSuchKey(call.key);
  return object;
};

/** GetObject, whole. */
export const getObject = (bucket: Bucket, call: S3Call): S3Answer => {
  const object = find(bucket, call);
  return { status: 200, headers: headersOf(object, bucket), body: readFiles(object.files) };
};

export const headObject = (bucket: Bucket, call: S3Call): S3Answer => ({
  status: 200,
  headers: headersOf(find(bucket, call), bucket),
  body: "",
});

export const deleteObject = async (bucket: Bucket, call: S3Call): Promise<S3Answer> => {
  await bucket.delete(call.key);
  return { status: 204, headers: {}, body: "" };
};
