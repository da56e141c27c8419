import { decodeUri } from "./decode-uri.ts";
import { xmlText } from "./s3-document.ts";

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

// One that does not end is read to the end of the page, or the next one would be looked for from each beginning.
const contents = /<Contents(?:\s[^<>]*)?>(.*?)(<\/Contents>|$)/gsu;

/** As it is written in a form. */
const decode = (text: string): string => decodeUri(text.replaceAll("+", " ")) ?? text;

/** Any of what a list has: some name no bucket. */
const listElement = /<(?:Name|Prefix|KeyCount|MaxKeys|IsTruncated|Contents)[\s/>]/u;

const toListed = (xml: string, readKey: (key: string) => string): ListedXml => ({
  key: readKey(xmlText(xml, "Key") ?? ""),
  sizeBytes: Number(xmlText(xml, "Size") ?? 0),
  modifiedAtMs: Date.parse(xmlText(xml, "LastModified") ?? "") || 0,
  etag: xmlText(xml, "ETag"),
});

/** Reads a page of a list; null for what is none, or was cut off. S3 API Reference, "ListObjectsV2". */
export const readListXml = (xml: string): ListXml | null => {
  // A page that was cut has no end.
  if (!listElement.test(xml) || !/<\/ListBucketResult>\s*$/u.test(xml)) return null;
  // Some stores encode keys though nobody asked for it, and say so.
  const readKey = xmlText(xml, "EncodingType") === "url" ? decode : (key: string) => key;
  const marker = xmlText(xml, "NextMarker");
  return {
    objects: Array.from(xml.matchAll(contents))
      .filter(([, , end]) => end)
      .map(([, inner = ""]) => toListed(inner, readKey)),
    isTruncated: xmlText(xml, "IsTruncated")?.trim().toLowerCase() === "true",
    keyCount: xmlText(xml, "KeyCount"),
    nextToken: xmlText(xml, "NextContinuationToken"),
    nextMarker: marker === null ? null : readKey(marker),
  };
};
