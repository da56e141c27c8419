import type { RequestTerms } from "../../ports/object-store.ts";
import type { UploadOptions } from "../../../domain/transfer.ts";

// S3 reads RFC 2047 in metadata, since a header can carry no more than ASCII.
const toHeaderText = (text: string): string =>
  /^[\x20-\x7e]*$/u.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;

const toTagging = (tags: Readonly<Record<string, string>>): string =>
  new URLSearchParams(tags).toString().replaceAll("+", "%20");

/** `aws:kms:KEY` is aws:kms with that key, and `aws:kms:dsse:KEY` the double one. */
const toSseHeaders = (sse: string): Record<string, string> => {
  const [, algorithm = sse, keyId] = /^(aws:kms(?::dsse)?)(?::(.+))?$/u.exec(sse) ?? [];
  return {
    "x-amz-server-side-encryption": algorithm,
    ...(keyId !== undefined && { "x-amz-server-side-encryption-aws-kms-key-id": keyId }),
  };
};

/** What goes with every request about a bucket, lists included; names in lower case. */
export const toTermHeaders = ({
  requestPayer,
  expectedBucketOwner,
}: RequestTerms): Readonly<Record<string, string>> => ({
  ...(requestPayer === true && { "x-amz-request-payer": "requester" }),
  ...(expectedBucketOwner !== undefined && {
    "x-amz-expected-bucket-owner": expectedBucketOwner,
  }),
});

/** How an object is to be stored, as request headers; names in lower case. */
export const toOptionHeaders = (options: UploadOptions): Readonly<Record<string, string>> => {
  const { contentType, storageClass, sse, acl, tags = {}, metadata = {} } = options;
  return {
    "content-type": contentType ?? "application/octet-stream",
    ...(storageClass !== undefined && { "x-amz-storage-class": storageClass }),
    ...(sse !== undefined && toSseHeaders(sse)),
    ...(acl !== undefined && { "x-amz-acl": acl }),
    ...(Object.keys(tags).length > 0 && { "x-amz-tagging": toTagging(tags) }),
    ...Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [
        `x-amz-meta-${name.toLowerCase()}`,
        toHeaderText(value),
      ]),
    ),
  };
};

/** As `toOptionHeaders`, made once for all files that are stored alike: those have one object of options. */
export const createOptionHeaders = (): typeof toOptionHeaders => {
  const known = new WeakMap<UploadOptions, Readonly<Record<string, string>>>();
  return (options) => {
    const headers = known.get(options) ?? toOptionHeaders(options);
    known.set(options, headers);
    return headers;
  };
};
