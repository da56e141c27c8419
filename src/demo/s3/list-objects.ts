import type { Bucket, S3Object } from "./buckets.ts";
import { invalid } from "./refusal.ts";
import type { S3Answer, S3Call } from "./s3-types.ts";
import { toXml } from "./xml.ts";
import type { XmlNode } from "./xml.ts";

const maxKeysLimit = 1000;

/** S3 lists in the order of the keys' UTF-8 bytes, which is not that of UTF-16. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface Row {
  /** What the next page starts after. */
  readonly last: string;
  readonly object: S3Object | null;
  readonly commonPrefix: string | null;
}

/** A key from its beginning to the end of the next delimiter; null when there is none. */
const upTo = (key: string, delimiter: string, from: number): string | null => {
  const at = key.indexOf(delimiter, from);
  return at === -1 ? null : key.slice(0, at + delimiter.length);
};

const toRows = (
  objects: readonly S3Object[],
  prefix: string,
  delimiter: string | null,
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const object of objects) {
    const commonPrefix = delimiter === null ? null : upTo(object.key, delimiter, prefix.length);
    rows.set(commonPrefix ?? object.key, {
      last: object.key,
      object: commonPrefix === null ? object : null,
      commonPrefix,
    });
  }
  return [...rows.values()];
};

const readMaxKeys = (query: URLSearchParams): number => {
  const maxKeys = Number(query.get("max-keys") ?? maxKeysLimit);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw invalid(
      "InvalidArgument",
      "Argument maxKeys must be an integer between 0 and 2147483647",
    );
  }
  return Math.min(maxKeys, maxKeysLimit);
};

// A token is the last key of the page before, made opaque.
const toToken = (key: string): string => Buffer.from(key).toString("base64url");
const fromToken = (token: string): string => Buffer.from(token, "base64url").toString("utf8");

const toNode = (row: Row, encode: (key: string) => string): XmlNode =>
  row.object === null
    ? ["CommonPrefixes", [["Prefix", encode(row.commonPrefix ?? "")]]]
    : [
        "Contents",
        [
          ["Key", encode(row.object.key)],
          ["LastModified", new Date(row.object.modifiedAtMs).toISOString()],
          ["ETag", `"${row.object.etag}"`],
          ["Size", row.object.sizeBytes],
          ["StorageClass", row.object.headers["x-amz-storage-class"] ?? "STANDARD"],
        ],
      ];

/** Which key a page begins behind; null for the first. */
const readStart = (query: URLSearchParams, isV1: boolean): string | null => {
  if (isV1) return query.get("marker") || null;
  const token = query.get("continuation-token");
  return token === null ? query.get("start-after") || null : fromToken(token);
};

/** What a kind of list says of a page beside its rows. NextMarker comes only with a delimiter. */
const pageNodes = (
  isV1: boolean,
  keyCount: number,
  last: string | null,
  delimiter: string | null,
): readonly XmlNode[] => {
  if (isV1) return last === null || delimiter === null ? [] : [["NextMarker", last]];
  return [
    ["KeyCount", keyCount],
    ...(last === null ? [] : [["NextContinuationToken", toToken(last)] as const]),
  ];
};

/**
 * ListObjectsV2 (prefix, delimiter, start-after, pages, encoding-type), or ListObjects where the service knows no
 * other.
 */
export const listObjects = (bucket: Bucket, { query }: S3Call): S3Answer => {
  const isV1 = bucket.dialect.listing === "v1";
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") || null;
  const after = readStart(query, isV1);
  const maxKeys = readMaxKeys(query);
  const isEncoded = query.get("encoding-type") === "url";
  const encode = isEncoded ? encodeURIComponent : (key: string) => key;
  const objects = [...bucket.objects.values()]
    .filter(({ key }) => key.startsWith(prefix) && (after === null || byBytes(key, after) > 0))
    .toSorted((a, b) => byBytes(a.key, b.key));
  const rows = toRows(objects, prefix, delimiter);
  const page = rows.slice(0, maxKeys);
  const last = page.at(-1)?.last;
  const isTruncated = rows.length > page.length && last !== undefined;
  const head: readonly XmlNode[] = [
    ["Name", bucket.name],
    ["Prefix", encode(prefix)],
    ["MaxKeys", maxKeys],
    ["IsTruncated", isTruncated],
    ...(isEncoded ? [["EncodingType", "url"] as const] : []),
    ...pageNodes(isV1, page.length, isTruncated ? last : null, delimiter),
  ];
  const body = toXml("ListBucketResult", [...head, ...page.map((row) => toNode(row, encode))]);
  return { status: 200, headers: { "content-type": "application/xml" }, body };
};
