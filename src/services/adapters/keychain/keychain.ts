import type { AppErrorOf } from "../../../domain/errors.ts";
import { withTimeout } from "../../ports/with-timeout.ts";

/** Name under which all secrets of this program lie in a keychain. */
export const keychainService = "s3-sftp";

/** A keychain as its library shows it: foreign errors reject. */
export interface Keychain {
  /** Name of the library. */
  readonly through: string;
  read(account: string): Promise<string | null>;
  write(account: string, secret: string): Promise<void>;
  /** True when there was one. */
  delete(account: string): Promise<boolean>;
}

type Why = AppErrorOf<"SecretStoreUnavailable">["why"];

// What libsecret, the Secret Service and macOS say; neither library has error codes.
const lockedWords =
  /locked|dismissed|prompt|no result found|does not exist at path|interaction is not allowed/i;
const missingWords =
  /autolaunch|d-?bus|serviceunknown|not provided by any|no such file|connection refused|not available|cannot open shared object/i;

/** Why a keychain failed, from the words of its library. */
export const whyUnavailable = (thrown: unknown): Why => {
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  if (lockedWords.test(words)) return "locked";
  return missingWords.test(words) ? "missing" : "refused";
};

/**
 * Rejects with "locked" words after `limitMs`: a keychain that waits for a person on another screen never answers.
 * The library's call itself cannot be stopped.
 */
export const withTimeLimit = <T>(work: Promise<T>, limitMs: number): Promise<T> =>
  withTimeout(work, limitMs, () => {
    throw new Error("the keychain is locked, or did not answer");
  });
