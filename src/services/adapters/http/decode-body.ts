import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

type Decode = (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

const decoders: Readonly<Record<string, Decode>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  identity: (body) => body,
};

/**
 * The body of an answer as it was before a proxy compressed it, which no request forbids (RFC 9110 12.5.3). Null where it
 * cannot be read, or has more than `maxBytes`.
 */
export const decodeBody = (
  encoding: string | undefined,
  body: Buffer,
  maxBytes: number,
): Buffer | null => {
  if (encoding === undefined || body.length === 0) return body;
  const name = encoding.trim().toLowerCase();
  if (!Object.hasOwn(decoders, name)) return null;
  try {
    return decoders[name]?.(body, { maxOutputLength: maxBytes }) ?? null;
  } catch {
    return null;
  }
};
