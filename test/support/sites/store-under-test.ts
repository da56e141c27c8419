import type { ConditionAnswer, S3Dialect } from "../../../src/demo/s3/dialect.ts";
import type { Environment } from "../../../src/services/ports/environment.ts";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";

/** What is known of a store, so that a suite expects of it what it can do and no more. */
export interface StoreAbilities {
  /** `If-None-Match: *` on PutObject. */
  readonly putCondition: ConditionAnswer;
  /** `If-None-Match: *` on CompleteMultipartUpload. */
  readonly completeCondition: ConditionAnswer;
  /** Any of these may be said to prove a put or a part. */
  readonly proofs: readonly string[];
  /** Any of these may be said to prove an object of parts. */
  readonly wholeProofs: readonly string[];
  /** Whether the ETag of a put is its MD5. */
  readonly isEtagMd5: boolean;
  /** Which kind of list the store knows. */
  readonly listing: S3Dialect["listing"];
  /** Whether answers name their request. */
  readonly namesRequests: boolean;
  /** Whether keys may hold `..` and `//`. */
  readonly keepsAnyKey: boolean;
  /** Whether a part of an upload that the store does not know is refused. */
  readonly knowsItsUploads: boolean;
  /** What the right to write is found to be, before anything is written. */
  readonly writeCheck: "granted" | "unknown";
  /** What the store says to a key without rights, an unknown key and a wrong secret; null: it lets all of them in. */
  readonly refusals: {
    readonly stranger: "AccessDenied" | null;
    readonly unknownKey: "InvalidAccessKey" | "WrongSecret";
    readonly wrongSecret: "WrongSecret" | null;
  };
}

/** A store under test: a bucket, a key with two rights on it, and what the owner sees. */
export interface StoreUnderTest {
  readonly address: StoreAddress;
  readonly bucket: string;
  /** May put and list, and nothing else where the store can say so. */
  readonly sender: StoreCredentials;
  /** A known key without any right; null where there is no such thing. */
  readonly stranger: StoreCredentials | null;
  /** Proxies on the way to it; default none. */
  readonly environment?: Environment;
  /** Lower-case hex of the stored bytes, read with the owner's key; null when there is no such object. */
  sha256(key: string): Promise<string | null>;
  /** HTTP requests so far, as the store logged them: `PUT /bucket/key?query`. */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}
