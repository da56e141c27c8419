import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";

/** Which place holds the secrets: for the sentence "It will be kept in …". */
export interface SecretHolder {
  readonly kind: "keychain" | "encrypted file" | "session";
  /** Through which library, for `doctor`: "keytar", "@napi-rs/keyring", … */
  readonly through: string;
  /** The encrypted file's path. */
  readonly path?: string | undefined;
}

/** Keeps secret access keys and the log token, by account, under the service name `s3-sftp`. */
export interface SecretStore {
  readonly holder: SecretHolder;
  /** The secret, or null when there is none. Fails with SecretStoreUnavailable. */
  read(account: string): Promise<Result<string | null, AppError>>;
  write(account: string, secret: string): Promise<Result<void, AppError>>;
  /** True when there was one. */
  delete(account: string): Promise<Result<boolean, AppError>>;
  /** Forgets these and whatever else was kept; an encrypted file goes as a whole, without its passphrase. */
  deleteAll(accounts: readonly string[]): Promise<Result<void, AppError>>;
}
