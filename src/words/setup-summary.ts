import { regionPlace } from "../domain/aws-regions.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { SecretHolder } from "../services/ports/secret-store.ts";
import { shortKey } from "./connection-keys.ts";
import { safe } from "./safe.ts";

/** Short: where the file is, the question for the key has said. */
const keptWords: Readonly<Record<SecretHolder["kind"], string>> = {
  keychain: "kept in this computer's keychain",
  "encrypted file": "kept in an encrypted file",
  session: "kept until you quit",
};

/** Where a setup leads to, with what, and who hears of it: for the page before saving. */
export const summaryWords = {
  welcome: "Welcome",
  invites: (recipient: string): string => `${safe(recipient)} invites you to upload files.`,
  to: "To",
  key: "Key",
  tells: "Tells",
  destination: (bucket: string, prefix: string): string =>
    safe(joinTexts([bucket, prefix.replace(/\/$/, "")], " / ")),
  /** Of AWS: the city; the region's own name where we do not know it. */
  place: (region: string): string => safe(regionPlace(region)?.split(",")[0] ?? region),
  endpoint: (url: string): string => safe(new URL(url).host),
  accessKey: shortKey,
  profile: (name: string): string => `AWS profile ${safe(name)}`,
  /** `tail` is its last characters, where it is long enough to show some. */
  secret: (mask: string, tail: string): string => `secret ${mask.repeat(4)}${safe(tail)}`,
  held: "secret unchanged",
  kept: (holder: SecretHolder): string => keptWords[holder.kind],
  log: (url: string, name: string | null): string =>
    `${safe(new URL(url).host)}${name === null ? "" : ` as ${safe(name)}`}`,
  nobody: "nobody: no log server",
  canList: "can list",
  canUpload: "can upload",
  uploadLater: "upload is checked with the first file",
  knowsToken: "the log server knows your token",
  tokenLater: "the token is checked with the first message",
  askingLog: "asking the log server…",
  saveAndSelect: "Save and select files",
} as const;
