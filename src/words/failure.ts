import { isMendedByKeys } from "../domain/error-kinds.ts";
import type { AppError } from "../domain/errors.ts";

/** Sentences of what can be done about one failure; choices in 32 columns, which a small window has for them. */
export const failureWords = {
  /** By what is missing. */
  renew: (error: AppError): string => {
    if (error.code === "SecretStoreUnavailable") return "Type the passphrase";
    return error.code === "WrongSecret" ? "Type the new secret access key" : "Type the new keys";
  },
  /** In the bottom line, beside `n`. */
  renewHint: {
    passphrase: "passphrase",
    logToken: "new token",
    secret: "new secret",
    accessKey: "new keys",
  },
  retry: "Try this upload again",
  rename: "Upload yours under a new name",
  ownerNotice: "Show a text for the bucket owner",
  destination: "Upload to another destination",
  cancel: "Cancel; your file is not changed",
  /** Why `n` does nothing here. */
  nothingToRenew: (error: AppError | null): string =>
    error !== null && isMendedByKeys(error.code) ? "Loading" : "No keys or token to renew",
  notTaken: "The name is free: retry uploads it",
  /** Below the rows of the queue; the key first, which a narrow window does not cut. */
  tokenRefused: (connection: string): string =>
    `n types a new token: log server of ${connection} rejected yours`,
  /** At the start. */
  tokenRefusedNote: (connection: string): string =>
    `The log server of "${connection}" rejected your token: press 2, then n`,
} as const;
