import { isCount, isRecord } from "./json.ts";

/** How parts got on at the end of a large upload. */
export interface PartPace {
  /** That were worth having, by what they brought. */
  readonly connections: number;
  /** Of each, when that was last judged. */
  readonly bytesPerSecond: number;
}

/**
 * What a storage service was seen to do with the requests of one bucket. Nothing is assumed because AWS does it: each
 * starts as "unknown", is learned from an answer, and is remembered. Plain data, kept on disk.
 */
export interface StoreAbilities {
  /** `If-None-Match: *`. "honoured": it has refused to write over an object; "refused": it does not take the header. */
  readonly condition: "unknown" | "honoured" | "refused";
  /** The header x-amz-checksum-crc32. "ignored": taken without a checksum in the answer; "refused": not taken. */
  readonly checksum: "unknown" | "answered" | "ignored" | "refused";
  /** ETags of plain puts and parts. "md5": seen to be the body's MD5; "other": seen not to be. */
  readonly etag: "unknown" | "md5" | "other";
  /** Parts that one upload may have; null: S3's own limit, as far as known. */
  readonly maxParts: number | null;
  /** "v1": it knows ListObjects only, and takes `list-type=2` for that. */
  readonly listing: "v2" | "v1";
  /** Where the bucket stands in its address. "virtual": the store demands it in the host, or its endpoint has it there. */
  readonly addressing: "unknown" | "path" | "virtual";
  /** "signed": it refuses UNSIGNED-PAYLOAD, so that each signature has the body's SHA-256. */
  readonly payload: "unknown" | "signed";
  /** Where the last large upload to it ended: the next one's search for connections may begin there. */
  readonly pace: PartPace | null;
}

/** A service of which nothing has been seen yet. */
export const unknownAbilities: StoreAbilities = {
  condition: "unknown",
  checksum: "unknown",
  etag: "unknown",
  maxParts: null,
  listing: "v2",
  addressing: "unknown",
  payload: "unknown",
  pace: null,
};

/** What is learned, one by one. */
export const abilityNames = [
  "condition",
  "checksum",
  "etag",
  "maxParts",
  "listing",
  "addressing",
  "payload",
  "pace",
] as const satisfies readonly (keyof StoreAbilities)[];

/** Amazon S3 User Guide, "Conditional writes" and "Checking object integrity". */
export const awsAbilities: StoreAbilities = {
  ...unknownAbilities,
  condition: "honoured",
  checksum: "answered",
};

/** True for the address of Amazon S3 itself; null is that. */
export const isAwsEndpoint = (endpoint: string | null): boolean =>
  endpoint === null || /(?:^|\.)amazonaws\.com(?:\.cn)?$/u.test(new URL(endpoint).hostname);

const oneOf = <T extends string>(known: readonly T[], value: unknown, otherwise: T): T =>
  known.find((each) => each === value) ?? otherwise;

const parsePace = (stored: unknown): PartPace | null => {
  if (!isRecord(stored)) return null;
  const { connections, bytesPerSecond } = stored;
  const isKnown = isCount(connections) && connections > 0 && isCount(bytesPerSecond);
  return isKnown ? { connections, bytesPerSecond } : null;
};

/** What was stored of a service; what is missing or from a newer release counts as unknown. */
export const parseAbilities = (stored: unknown): StoreAbilities => {
  if (!isRecord(stored)) return unknownAbilities;
  const { condition, checksum, etag, maxParts, listing, addressing, payload, pace } = stored;
  return {
    condition: oneOf(["unknown", "honoured", "refused"], condition, "unknown"),
    checksum: oneOf(["unknown", "answered", "ignored", "refused"], checksum, "unknown"),
    etag: oneOf(["unknown", "md5", "other"], etag, "unknown"),
    maxParts: isCount(maxParts) && maxParts > 0 ? maxParts : null,
    listing: oneOf(["v2", "v1"], listing, "v2"),
    addressing: oneOf(["unknown", "path", "virtual"], addressing, "unknown"),
    payload: oneOf(["unknown", "signed"], payload, "unknown"),
    pace: parsePace(pace),
  };
};
