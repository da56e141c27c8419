import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  NoSuchKey,
  S3Client,
} from "@aws-sdk/client-s3";
import { Readable } from "node:stream";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";

/** What a bucket's owner sees of it, by the AWS SDK. */
export interface StoreOwner {
  /** For what a test sets up. */
  readonly client: S3Client;
  /** Lower-case hex of an object, streamed; null when there is none. */
  sha256(key: string): Promise<string | null>;
  /** Keys and sizes of all objects. */
  objects(): Promise<readonly { readonly key: string; readonly sizeBytes: number }[]>;
  /** Keys of unfinished multipart uploads. */
  uploads(): Promise<readonly string[]>;
  close(): void;
}

const mark = "looks-at=its-bucket";

/** True for a line of a request log that the owner is behind, where a log does not say whose key it was. */
export const isOwners = (line: string): boolean => line.includes(mark);

/** Signed like the rest of the query, and without a meaning to any store. */
const markRequests = (client: S3Client): void => {
  const [name = "", value = ""] = mark.split("=");
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      const isRequest = typeof request === "object" && request !== null && "query" in request;
      if (isRequest) Object.assign(request, { query: { ...Object(request.query), [name]: value } });
      return next(args);
    },
    { step: "build", name: "markRequests" },
  );
};

const hashObject = async (
  client: S3Client,
  bucket: string,
  key: string,
): Promise<string | null> => {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new TypeError("the object has no stream");
    const hash = createHash("sha256");
    for await (const chunk of Body) hash.update(chunk);
    return hash.digest("hex");
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
};

const listObjects = async (client: S3Client, bucket: string) => {
  const found: { readonly key: string; readonly sizeBytes: number }[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, StartAfter: after }));
    const objects = page.Contents ?? [];
    found.push(...objects.map(({ Key = "", Size = 0 }) => ({ key: Key, sizeBytes: Size })));
    after = objects.at(-1)?.Key;
    if (page.IsTruncated !== true || after === undefined) return found;
  }
};

const listUploads = async (client: S3Client, bucket: string): Promise<readonly string[]> => {
  const page = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return (page.Uploads ?? []).map(({ Key = "" }) => Key);
};

/** Looks at a bucket with its owner's key. */
export const createStoreOwner = (
  { region, endpoint }: StoreAddress,
  bucket: string,
  credentials: StoreCredentials,
): StoreOwner => {
  const { accessKeyId, secretAccessKey } = credentials;
  const client = new S3Client({
    region,
    ...(endpoint !== null && { endpoint }),
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  markRequests(client);
  return {
    client,
    sha256: (key) => hashObject(client, bucket, key),
    objects: () => listObjects(client, bucket),
    uploads: () => listUploads(client, bucket),
    close: () => client.destroy(),
  };
};
