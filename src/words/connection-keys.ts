import type { AwsProfile } from "../domain/aws-config.ts";
import { formatWhen } from "../domain/format.ts";
import type { PastedField, PastedKeys } from "../domain/key-field-names.ts";
import { safe } from "./safe.ts";

/** An access key as people recognise it, and not more of it than needed: "AKIA…3F7Q". */
export const shortKey = (accessKeyId: string): string =>
  accessKeyId.length <= 8
    ? safe(accessKeyId)
    : `${safe(accessKeyId.slice(0, 4))}…${safe(accessKeyId.slice(-4))}`;

/** How long temporary keys hold. */
export const temporaryWords = (expiresAtMs: number | null, nowMs: number): string => {
  if (expiresAtMs === null) return "temporary";
  return expiresAtMs <= nowMs
    ? "temporary, run out"
    : `temporary, until ${formatWhen(expiresAtMs, nowMs).trim()}`;
};

/** Behind a check of temporary keys; NaN where what was pasted did not say. */
export const keysEnd = (expiresAtMs: number | null): string => {
  const isKnown = expiresAtMs !== null && !Number.isNaN(expiresAtMs);
  const words = temporaryWords(isKnown ? expiresAtMs : null, Date.now());
  return `These keys are ${words}. After that you are asked for new ones.`;
};
const profileOrigins: Readonly<Record<AwsProfile["from"], string>> = {
  file: "keys",
  role: "role",
  sso: "SSO",
  program: "program",
  login: "sign-in",
  nowhere: "no keys",
};

/** As many profiles as fit on a line or two; the others can be typed as well. */
const shownProfiles = 6;

/** What else may be typed where the access key is asked; nothing where there is no profile. */
export const profileLines = (profiles: readonly AwsProfile[]): readonly string[] => {
  if (profiles.length === 0) return [];
  const names = profiles
    .slice(0, shownProfiles)
    .map(({ name, from }) => `${safe(name)} (${profileOrigins[from]})`);
  const more = profiles.length > shownProfiles ? ", …" : "";
  return [
    `Or type the name of an AWS profile of this computer, whose keys are then used and not stored: ${names.join(", ")}${more}.`,
  ];
};

const pastedNames: Readonly<Record<PastedField, string>> = {
  accessKeyId: "access key",
  secretAccessKey: "secret access key",
  sessionToken: "session token",
  expiration: "expiry",
  region: "region",
  endpoint: "endpoint",
  bucket: "bucket",
  logUrl: "log server",
  logToken: "log server token",
  label: "name of the recipient",
};
const pastedFields: readonly PastedField[] = [
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
  "expiration",
  "region",
  "endpoint",
  "bucket",
  "logUrl",
  "logToken",
  "label",
];

/** What a pasted block holds, by name. */
export const pastedFieldWords = (keys: PastedKeys): readonly string[] =>
  pastedFields.filter((field) => keys[field] !== undefined).map((field) => pastedNames[field]);
