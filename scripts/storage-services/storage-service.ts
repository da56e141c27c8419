import { awsDialect } from "../../src/demo/s3/dialect.ts";
import type { S3Dialect } from "../../src/demo/s3/dialect.ts";

/** A page of the service's own documentation, or a public thread where that is silent. */
export interface Source {
  readonly title: string;
  readonly url: string;
}

export type Known<T> = T | "not documented";

type FactName =
  | "putCondition"
  | "completeCondition"
  | "checksums"
  | "completeChecksum"
  | "contentMd5"
  | "etag"
  | "multipartEtag"
  | "maxParts"
  | "addressing"
  | "listing";

/** What a service's documentation (or, where it ran here, the service) says of what s3-sftp relies on. */
export type ServiceFacts = { readonly [K in FactName]: Known<S3Dialect[K]> };

export interface StorageService {
  readonly name: string;
  readonly facts: ServiceFacts;
  /** Habits that no documentation speaks of, as they were seen; what is absent is as at AWS. */
  readonly habits?: Partial<S3Dialect>;
  readonly sources: readonly Source[];
  /** The release that the contract tests run against; null: only a stand-in in its shape. */
  readonly seen: string | null;
  /** What a person has to set, in a sentence. */
  readonly toSet: string;
  /** How a key gets the two permissions, in a sentence; null: nothing known. */
  readonly permissions: string | null;
  /** What cannot be had there, in a sentence; null: nothing known. */
  readonly lacks: string | null;
}

/** What tests take for true where nothing is documented: the least that a service may do for us. */
const leastFacts: Pick<S3Dialect, FactName> = {
  putCondition: "ignored",
  completeCondition: "ignored",
  checksums: "ignored",
  completeChecksum: "none",
  // Part of HTTP before it was of S3: no service is known that hosts strangers' data and does not compare it.
  contentMd5: "checked",
  etag: "opaque",
  multipartEtag: "opaque",
  maxParts: awsDialect.maxParts,
  addressing: "either",
  listing: "v1",
};

/** The stand-in's dialect for a service: what is known of it, and the least where nothing is. */
export const dialectOf = ({ facts, habits }: StorageService): S3Dialect => {
  const known = Object.entries(facts).filter(([, fact]) => fact !== "not documented");
  return { ...awsDialect, ...leastFacts, ...Object.fromEntries(known), ...habits };
};
