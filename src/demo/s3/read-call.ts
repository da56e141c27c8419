import type { S3Action, S3Call, S3Operation } from "./s3-types.ts";
import { invalid } from "./refusal.ts";

const bucketOperations: Readonly<
  Record<string, (query: URLSearchParams) => S3Operation | undefined>
> = {
  GET: (query) => {
    if (query.get("list-type") === "2") return "ListObjectsV2";
    if (query.has("location")) return "GetBucketLocation";
    return query.has("uploads") ? "ListMultipartUploads" : "ListObjects";
  },
  HEAD: () => "HeadBucket",
  POST: (query) => (query.has("delete") ? "DeleteObjects" : undefined),
};

const keyOperations: Readonly<
  Record<string, (query: URLSearchParams, isCopy: boolean) => S3Operation | undefined>
> = {
  PUT: (query, isCopy) => {
    if (isCopy) return "CopyObject";
    return query.has("uploadId") ? "UploadPart" : "PutObject";
  },
  POST: (query) => {
    if (query.has("uploads")) return "CreateMultipartUpload";
    return query.has("uploadId") ? "CompleteMultipartUpload" : undefined;
  },
  GET: (query) => (query.has("uploadId") ? "ListParts" : "GetObject"),
  HEAD: () => "HeadObject",
  DELETE: (query) => (query.has("uploadId") ? "AbortMultipartUpload" : "DeleteObject"),
};

const operationOf = (
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
  isCopy: boolean,
): S3Operation => {
  if (!bucket) return method === "GET" ? "ListBuckets" : "Unknown";
  const found = key ? keyOperations[method]?.(query, isCopy) : bucketOperations[method]?.(query);
  return found ?? "Unknown";
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid("InvalidURI", "Couldn't parse the specified URI.");
  }
};

/** The bucket that a host names before `domain`, as virtual-hosted style has it; null when it names none. */
export const bucketInHost = (host: string | undefined, domain: string | null): string | null => {
  const name = host?.replace(/:\d+$/u, "");
  if (name === undefined || domain === null || !name.endsWith(`.${domain}`)) return null;
  return name.slice(0, -domain.length - 1);
};

/** Understands a request line, whose path begins with the bucket unless the host has named it. Throws InvalidURI. */
export const readCall = (
  method: string,
  target: string,
  hostBucket: string | null,
  isCopy: boolean,
): S3Call => {
  const [path = "/", search = ""] = target.split("?", 2);
  const [, bucket = "", ...rest] =
    hostBucket === null ? path.split("/") : `/${hostBucket}${path}`.split("/");
  const key = decode(rest.join("/"));
  const query = new URLSearchParams(search);
  return {
    operation: operationOf(method, decode(bucket), key, query, isCopy),
    method,
    bucket: decode(bucket),
    key,
    query,
  };
};

const actions: Readonly<Record<S3Operation, S3Action | null>> = {
  ListBuckets: "s3:ListAllMyBuckets",
  HeadBucket: "s3:ListBucket",
  GetBucketLocation: "s3:GetBucketLocation",
  ListObjects: "s3:ListBucket",
  ListObjectsV2: "s3:ListBucket",
  ListMultipartUploads: "s3:ListBucketMultipartUploads",
  PutObject: "s3:PutObject",
  CopyObject: "s3:PutObject",
  GetObject: "s3:GetObject",
  HeadObject: "s3:GetObject",
  DeleteObject: "s3:DeleteObject",
  DeleteObjects: "s3:DeleteObject",
  CreateMultipartUpload: "s3:PutObject",
  UploadPart: "s3:PutObject",
  CompleteMultipartUpload: "s3:PutObject",
  AbortMultipartUpload: "s3:AbortMultipartUpload",
  ListParts: "s3:ListMultipartUploadParts",
  Unknown: null,
};

/** The right that an operation needs; null when no right is enough. */
export const actionOf = (operation: S3Operation): S3Action | null => actions[operation];
