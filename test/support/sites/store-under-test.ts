import type { Verification } from "../../../src/domain/transfer.ts";
import type { StoreAddress, StoreCredentials } from "../../../src/services/ports/object-store.ts";

/** A store under test: a bucket, a key with two rights on it, and what the owner sees. */
export interface StoreUnderTest {
  readonly address: StoreAddress;
  readonly bucket: string;
  /** May put and list, and nothing else. */
  readonly sender: StoreCredentials;
  /** A known key without any right. */
  readonly stranger: StoreCredentials;
  /** What the store can prove of a put and of parts. */
  readonly proof: Verification;
  /** Lower-case hex of the stored bytes, read with the owner's key; null when there is no such object. */
  sha256(key: string): Promise<string | null>;
  /** HTTP requests so far, as the store logged them: `PUT /bucket/key?query`. */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}
