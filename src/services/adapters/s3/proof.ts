import { hasMd5Form } from "../../../domain/etag.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { StoreAbilities } from "../../../domain/store-abilities.ts";
import type { Verification } from "../../../domain/transfer.ts";
import { hashBody } from "./body.ts";
import type { Body } from "../http/http-call.ts";

/**
 * An ETag without the quotes that HTTP puts around it, and without what a proxy that compresses adds: `W/` (nginx), or
 * the name of its encoding (Apache); null when there is nothing within.
 */
export const readEtag = (etag: string | null | undefined): string | null =>
  nonEmpty(
    etag
      ?.trim()
      .replace(/^W\//u, "")
      .replaceAll('"', "")
      .replace(/[-;](?:gzip|deflate|br|zstd)$/u, ""),
  );

/** A body that was sent, with what went along to guard it. */
export interface SentBody {
  readonly body: Body;
  /** Base64. */
  readonly crc32: string;
  /** Lower-case hex of the Content-MD5; null for none. */
  readonly md5: string | null;
}

/** What the store answered to it. */
export interface BodyAnswer {
  readonly crc32: string | null;
  readonly etag: string | null;
  /** The answer says that no ETag is an MD5. */
  readonly isEncrypted: boolean;
}

/** What an answer proves of the bytes, and what its ETag shows of the store. "mismatch": it holds other bytes. */
export interface ProofFinding {
  readonly proof: Verification | "mismatch";
  /** Null where the ETag was not looked at. */
  readonly etag: Exclude<StoreAbilities["etag"], "unknown"> | null;
}

const differs = (sent: SentBody, known: StoreAbilities["etag"]): ProofFinding["proof"] => {
  // It may be of what the store keeps: compressed, encrypted, or no MD5 at all.
  if (known === "md5") return "mismatch";
  return sent.md5 === null ? "none" : "content-md5";
};

const proveByEtag = async (
  sent: SentBody,
  answered: BodyAnswer,
  knownEtag: StoreAbilities["etag"],
): Promise<ProofFinding> => {
  const etag = answered.etag?.toLowerCase() ?? null;
  // With KMS or the like an ETag looks like an MD5 but never is; S3 says so in a header.
  if (answered.isEncrypted || etag === null || !hasMd5Form(etag))
    return { proof: sent.md5 === null ? "none" : "content-md5", etag: null };
  const md5 = sent.md5 ?? (await hashBody("md5", sent.body));
  if (md5 === etag) return { proof: "part-md5", etag: "md5" };
  const proof = differs(sent, knownEtag);
  return { proof, etag: proof === "mismatch" ? null : "other" };
};

/**
 * Compares what a store answered with what was sent: its CRC32 first, and at once; else the ETag with the body's MD5,
 * which is computed only then. An ETag that differs proves damage only where this store has shown MD5s before.
 */
export const proveBody = (
  sent: SentBody,
  answered: BodyAnswer,
  knownEtag: StoreAbilities["etag"],
): ProofFinding | Promise<ProofFinding> => {
  if (answered.crc32 === null) return proveByEtag(sent, answered, knownEtag);
  const isSame = answered.crc32 === sent.crc32;
  return { proof: isSame ? "crc32-full-object" : "mismatch", etag: null };
};
