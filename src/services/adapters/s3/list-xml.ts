import { xmlText } from "./store-refusal.ts";

/** One object of a list, as the store wrote it. */
export interface ListedXml {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** With its quotes; null when there is none. */
  readonly etag: string | null;
}

/** The document of ListObjectsV2, or of ListObjects. */
export interface ListXml {
  readonly objects: readonly ListedXml[];
  readonly isTruncated: boolean;
  /** Null in the older kind. */
  readonly keyCount: string | null;
  readonly nextToken: string | null;
  /** Only in the older kind, and there only with a delimiter. */
  readonly nextMarker: string | null;
}

const contents = /<Contents>(.*?)<\/Contents>/gsu;

const toListed = (xml: string): ListedXml => ({
  key: xmlText(xml, "Key") ?? "",
  sizeBytes: Number(xmlText(xml, "Size") ?? 0),
  modifiedAtMs: Date.parse(xmlText(xml, "LastModified") ?? "") || 0,
  etag: xmlText(xml, "ETag"),
});

/** Reads a page of a list; null for what is none, or was cut off. S3 API Reference, "ListObjectsV2". */
export const readListXml = (xml: string): ListXml | null => {
  // A list names its bucket, and a page that was cut has no end.
  if (xmlText(xml, "Name") === null || !/<\/ListBucketResult>\s*$/u.test(xml)) return null;
  return {
    objects: Array.from(xml.matchAll(contents), ([, inner = ""]) => toListed(inner)),
    isTruncated: xmlText(xml, "IsTruncated")?.trim().toLowerCase() === "true",
    keyCount: xmlText(xml, "KeyCount"),
    nextToken: xmlText(xml, "NextContinuationToken"),
    nextMarker: xmlText(xml, "NextMarker"),
  };
};
