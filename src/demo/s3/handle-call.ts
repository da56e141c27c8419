import { text } from "node:stream/consumers";
import { Readable } from "node:stream";
import type { Bucket, Buckets } from "./buckets.ts";
import { listObjects } from "./list-objects.ts";
import {
  abortUpload,
  completeUpload,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
} from "./multipart.ts";
import { putObject } from "./put-object.ts";
import { deleteObject, getObject, headObject } from "./read-object.ts";
import type { BodySource } from "./receive-body.ts";
import { S3Refusal, unsupportedHeader } from "./refusal.ts";
import type { S3Answer, S3Call } from "./s3-types.ts";
import { toXml } from "./xml.ts";

const xml = (body: string): S3Answer => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body,
});

const listBuckets = (buckets: Buckets): S3Answer =>
  xml(
    toXml("ListAllMyBucketsResult", [
      ["Buckets", buckets.names().map((name) => ["Bucket", [["Name", name]]] as const)],
    ]),
  );

const notForUs = ({ operation }: S3Call): S3Refusal =>
  new S3Refusal(501, "NotImplemented", `${operation} is not for the stand-in.`);

/** Throws InvalidArgument for a checksum in the headers where the service refuses them. */
const refuseChecksums = ({ dialect }: Bucket, { headers }: BodySource): void => {
  if (dialect.checksums !== "refused") return;
  const found = Object.keys(headers).find((name) => /^x-amz-(sdk-)?checksum-/u.test(name));
  if (found !== undefined) throw unsupportedHeader(found);
};

const inBucket = async (bucket: Bucket, call: S3Call, source: BodySource): Promise<S3Answer> => {
  refuseChecksums(bucket, source);
  switch (call.operation) {
    case "HeadBucket":
      return { status: 200, headers: { "x-amz-bucket-region": bucket.region }, body: "" };
    case "GetBucketLocation":
      return xml(toXml("LocationConstraint", []));
    case "ListObjects":
      // The older kind is for services that know no other: nothing of ours asks AWS for it.
      if (bucket.dialect.listing === "v2") throw notForUs(call);
      return listObjects(bucket, call);
    case "ListObjectsV2":
      return listObjects(bucket, call);
    case "ListMultipartUploads":
      return listUploads(bucket);
    case "PutObject":
      return putObject(bucket, call, source);
    case "GetObject":
      return getObject(bucket, call);
    case "HeadObject":
      return headObject(bucket, call);
    case "DeleteObject":
      return deleteObject(bucket, call);
    case "CreateMultipartUpload":
      return createUpload(bucket, call, source.headers);
    case "UploadPart":
      return uploadPart(bucket, call, source);
    case "CompleteMultipartUpload": {
      const body = await text(Readable.from(source.chunks));
      return completeUpload(bucket, call, source.headers, body);
    }
    case "AbortMultipartUpload":
      return abortUpload(bucket, call);
    case "ListParts":
      return listParts(bucket, call);
    case "ListBuckets":
    case "CopyObject":
    case "DeleteObjects":
    case "Unknown":
    default:
      throw notForUs(call);
  }
};

/** Does what an allowed request asks. Throws S3Refusal. */
export const handleCall = (
  buckets: Buckets,
  call: S3Call,
  source: BodySource,
): Promise<S3Answer> | S3Answer =>
  call.operation === "ListBuckets"
    ? listBuckets(buckets)
    : inBucket(buckets.get(call.bucket), call, source);
