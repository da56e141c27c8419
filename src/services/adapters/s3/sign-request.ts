import { createHmac, hash } from "node:crypto";
import type { StoreCredentials } from "../../ports/object-store.ts";
import { createHmacSha256 } from "./hmac-sha256.ts";

const sha256 = (data: string): string => hash("sha256", data, "hex");
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/** S3's escaping of a path segment or query value: RFC 3986, nothing but unreserved characters as they are. */
export const escapeUri = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A key as it stands in a path: its slashes stay. */
export const escapeKey = (key: string): string =>
  /^[\w.~/-]*$/u.test(key) ? key : key.split("/").map(escapeUri).join("/");

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  readonly host: string;
  /** Escaped. */
  readonly path: string;
  /** Escaped and sorted by name; empty for none. */
  readonly query: string;
  /** Lower-case names; all are signed but content-length. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lower-case hex of the payload's SHA-256; null leaves the payload unsigned. */
  readonly payloadSha256: string | null;
}

/** `20261125T023000Z`, as SigV4 writes the time. */
const toAmzDate = (atMs: number): string =>
  new Date(atMs).toISOString().replaceAll(/[-:]|\.\d{3}/gu, "");

const toCanonical = (value: string): string => {
  const text = value.trim();
  return text.includes("  ") ? text.replaceAll(/ +/gu, " ") : text;
};

/** The headers that are signed, by name. */
interface SignedNames {
  readonly names: readonly string[];
  readonly signedHeaders: string;
}

/** Sorts the names of headers; those of one request are mostly those of the last. */
const createNameSorter = (): ((headers: Readonly<Record<string, string>>) => SignedNames) => {
  let lastNames: readonly string[] = [];
  let lastSorted: SignedNames = { names: [], signedHeaders: "" };
  return (headers) => {
    const all = Object.keys(headers);
    const isSame =
      all.length === lastNames.length && all.every((name, index) => name === lastNames[index]);
    if (!isSame) {
      const names = all.filter((name) => name !== "content-length").toSorted();
      lastNames = all;
      lastSorted = { names, signedHeaders: names.join(";") };
    }
    return lastSorted;
  };
};

export type RequestSigner = (
  request: UnsignedRequest,
  credentials: StoreCredentials,
  atMs: number,
) => Readonly<Record<string, string>>;

/**
 * Signs requests with SigV4 in a header, keeping the day's signing key: 0.1 ms a request, where the SDK's whole
 * chain of middleware costs 1.1 ms. Gives all headers to send. Rule: AWS "Signature Version 4 signing process".
 */
export const createRequestSigner = (region: string): RequestSigner => {
  let cached: {
    readonly day: string;
    readonly secret: string;
    readonly sign: (text: string) => string;
  } | null = null;

  /** Signs with the key of the day. */
  const signerOf = (day: string, secret: string): ((text: string) => string) => {
    if (cached?.day === day && cached.secret === secret) return cached.sign;
    const ofDay = hmac(`AWS4${secret}`, day);
    const sign = createHmacSha256(hmac(hmac(hmac(ofDay, region), "s3"), "aws4_request"));
    cached = { day, secret, sign };
    return sign;
  };

  const sortNames = createNameSorter();
  let lastSecond = Number.NaN;
  let lastDate = "";
  const dateOf = (atMs: number): string => {
    const second = Math.floor(atMs / 1000);
    if (second !== lastSecond) lastDate = toAmzDate(atMs);
    lastSecond = second;
    return lastDate;
  };

  return (request, credentials, atMs) => {
    const date = dateOf(atMs);
    const day = date.slice(0, 8);
    const payloadHash = request.payloadSha256 ?? "UNSIGNED-PAYLOAD";
    const headers: Record<string, string> = {
      ...request.headers,
      host: request.host,
      "x-amz-content-sha256": payloadHash,
      "x-amz-date": date,
      ...(credentials.sessionToken !== undefined && {
        "x-amz-security-token": credentials.sessionToken,
      }),
    };
    const { names, signedHeaders } = sortNames(headers);
    let canonicalHeaders = "";
    for (const name of names) canonicalHeaders += `${name}:${toCanonical(headers[name] ?? "")}\n`;
    const canonical = [
      request.method,
      request.path,
      request.query,
      canonicalHeaders,
      signedHeaders,
      payloadHash,
    ].join("\n");
    const scope = `${day}/${region}/s3/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`;
    const signature = signerOf(day, credentials.secretAccessKey)(toSign);
    headers["authorization"] =
      `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return headers;
  };
};
