import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import { decodeChunkedBody, refuseSignedChunks } from "./chunked-body.ts";
import type { Trailers } from "./chunked-body.ts";
import type { S3Dialect } from "./dialect.ts";
import { badDigest, invalid, S3Refusal } from "./refusal.ts";

/** A body that has arrived whole, agrees with every checksum sent along, and lies on the disk. */
export interface ReceivedBody {
  /** Null when bodies are thrown away. */
  readonly file: string | null;
  readonly sizeBytes: number;
  readonly md5: Buffer;
  /** Base64 of the big-endian CRC32. */
  readonly crc32: string;
}

export interface BodySource {
  readonly headers: IncomingHttpHeaders;
  readonly chunks: AsyncIterable<Buffer>;
}

/** S3 writes a CRC32 as base64 of four bytes, highest first. */
export const toBase64Crc32 = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString("base64");
};

const header = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
};

const checkDigests = (
  headers: IncomingHttpHeaders,
  trailers: Trailers,
  body: ReceivedBody,
  sha256: string | null,
  { checksums, contentMd5 }: S3Dialect,
): void => {
  const declared = header(headers, "x-amz-checksum-crc32") ?? trailers.get("x-amz-checksum-crc32");
  if (checksums === "checked" && declared !== undefined && declared !== body.crc32) {
    throw badDigest("CRC32");
  }
  const md5 = header(headers, "content-md5");
  if (contentMd5 === "checked" && md5 !== undefined && md5 !== body.md5.toString("base64")) {
    throw badDigest("Content-MD5");
  }
  if (sha256 !== null && sha256 !== header(headers, "x-amz-content-sha256")) {
    throw new S3Refusal(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const length = header(headers, "x-amz-decoded-content-length");
  if (length !== undefined && Number(length) !== body.sizeBytes) {
    throw invalid("IncompleteBody", "The body is not as long as it said.");
  }
};

/**
 * Reads a body into `file` (null: throws it away) and checks its digests. A body that breaks off or is refused
 * leaves no file. Throws BadDigest, IncompleteBody, XAmzContentSHA256Mismatch, NotImplemented.
 */
export const receiveBody = async (
  source: BodySource,
  file: string | null,
  dialect: S3Dialect,
): Promise<ReceivedBody> => {
  const payload = header(source.headers, "x-amz-content-sha256");
  refuseSignedChunks(payload);
  const trailers: Trailers = new Map();
  const isChunked = payload?.startsWith("STREAMING-") === true;
  const chunks = isChunked ? decodeChunkedBody(source.chunks, trailers) : source.chunks;
  const isSigned = /^[0-9a-f]{64}$/u.test(payload ?? "");
  const md5 = createHash("md5");
  const sha256 = isSigned ? createHash("sha256") : null;
  let checksum = 0;
  let sizeBytes = 0;
  const handle: FileHandle | null = file === null ? null : await open(file, "wx", 0o600);
  try {
    for await (const chunk of chunks) {
      md5.update(chunk);
      sha256?.update(chunk);
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      await handle?.writeFile(chunk);
    }
    const body = { file, sizeBytes, md5: md5.digest(), crc32: toBase64Crc32(checksum) };
    checkDigests(source.headers, trailers, body, sha256?.digest("hex") ?? null, dialect);
    return body;
  } catch (error) {
    if (file !== null) await rm(file, { force: true });
    throw error;
  } finally {
    await handle?.close();
  }
};
