import { nonEmpty } from "../../../domain/non-empty.ts";
import { createHash } from "node:crypto";
import type { Verification } from "../../../domain/transfer.ts";
import { hashBody } from "./body.ts";
import type { Body } from "./http-call.ts";

/** An ETag without the quotes that HTTP puts around it; null when there is nothing within. */
export const readEtag = (etag: string | null | undefined): string | null =>
  nonEmpty(etag?.replaceAll('"', ""));

/** What the store's answer to some bytes proves. "mismatch": it holds other bytes. */
export type ProofFinding = Verification | "mismatch";

// An ETag is the MD5 unless the bucket encrypts with KMS or the like: then it looks the same but never is,
// and S3 says so in a header.
const isMd5 = (etag: string): boolean => /^[0-9a-f]{32}$/u.test(etag);

/**
 * Compares what a store answered with what was sent: its CRC32 first, else the ETag with the body's MD5, which is
 * computed only then.
 */
export const proveBody = async (
  body: Body,
  sentCrc32: string,
  answered: {
    readonly crc32: string | null;
    readonly etag: string | null;
    readonly isEncrypted: boolean;
  },
): Promise<ProofFinding> => {
  if (answered.crc32 !== null) {
    return answered.crc32 === sentCrc32 ? "crc32-full-object" : "mismatch";
  }
  const { etag } = answered;
  if (answered.isEncrypted || etag === null || !isMd5(etag)) return "none";
  const md5 = await hashBody("md5", body);
  return md5 === etag ? "part-md5" : "mismatch";
};

/** The ETag that S3 gives an object of parts: the MD5 of their MD5s, and their number. */
export const multipartEtag = (partEtags: readonly string[]): string => {
  const hash = createHash("md5");
  for (const etag of partEtags) hash.update(Buffer.from(etag, "hex"));
  return `${hash.digest("hex")}-${partEtags.length}`;
};
