import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import type { StoreCredentials } from "./object-store.ts";

/**
 * Gives the credentials to sign the next request with. `isFresh`: what it gave before was refused, so that the source
 * itself is to be asked again, whatever is remembered. Fails with CredentialsUnavailable, CredentialsExpired, NotSetUp,
 * CertificatesUnreadable or SecretStoreUnavailable.
 */
export type CredentialProvider = (isFresh: boolean) => Promise<Result<StoreCredentials, AppError>>;

/** A provider of credentials that do not change. */
export const fixedCredentials =
  (credentials: StoreCredentials): CredentialProvider =>
  async () => ({ ok: true, value: credentials });
