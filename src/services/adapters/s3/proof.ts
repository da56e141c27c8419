import { hasMd5Form } from "../../../domain/etag.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { Verification } from "../../../domain/transfer.ts";
import { hashBody } from "./body.ts";
import type { Body } from "./http-call.ts";

/** An ETag without the quotes that HTTP puts around it; null when there is nothing within. */
export const readEtag = (etag: string | null | undefined): string | null =>
  nonEmpty(etag?.replaceAll('"', ""));

/** What the store's answer to some bytes proves. "mismatch": it holds other bytes. */
export type ProofFinding = Verification | "mismatch";

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
  // With KMS or the like an ETag looks like an MD5 but never is; S3 says so in a header.
  if (answered.isEncrypted || etag === null || !hasMd5Form(etag)) return "none";
  const md5 = await hashBody("md5", body);
  return md5 === etag ? "part-md5" : "mismatch";
};
