import {
  parseAccessKeyId,
  parseSecretAccessKey,
  parseSessionToken,
  cleanValue,
} from "../../../domain/connection.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { StoreCredentials } from "../../ports/object-store.ts";

/** Keys as somebody wrote them down. */
export interface WrittenKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  /** A date. */
  readonly expiration: string | null;
}

/** The time of a date in any form that Date.parse reads; null for anything else. */
export const toExpiresAtMs = (date: string | null): number | null => {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? null : ms;
};

/**
 * Keys of environment or file without the line ends, byte order marks, blanks and quotes that came along. Fails with
 * what is wrong, which never repeats a key: a header can carry no more than visible ASCII.
 */
export const checkKeys = (written: WrittenKeys): Result<StoreCredentials, string> => {
  const accessKeyId = parseAccessKeyId(cleanValue(written.accessKeyId));
  if (!accessKeyId.ok) {
    return { ok: false, error: `the access key ${accessKeyId.error.problem}` };
  }
  const secret = parseSecretAccessKey(cleanValue(written.secretAccessKey));
  if (!secret.ok) return { ok: false, error: `the secret access key ${secret.error.problem}` };
  const given = nonEmpty(cleanValue(written.sessionToken ?? ""));
  const token = given === null ? ok(null) : parseSessionToken(given);
  if (!token.ok) return { ok: false, error: `the session token ${token.error.problem}` };
  const expiresAtMs = toExpiresAtMs(written.expiration);
  return ok({
    accessKeyId: accessKeyId.value,
    secretAccessKey: secret.value,
    ...(token.value !== null && { sessionToken: token.value }),
    ...(expiresAtMs !== null && { expiresAtMs }),
  });
};
