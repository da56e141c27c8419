import { EncryptedFile, type TextFile } from "./encrypted-file.ts";
import { loadKeytar } from "./keytar-keychain.ts";
import { loadNapiKeyring } from "./napi-keychain.ts";
import { SecretVault } from "./secret-vault.ts";

/** A place that a person or a test fixes by S3_SFTP_SECRETS; "auto" takes the best there is. */
export type SecretPlace = "auto" | "keytar" | "keyring" | "file" | "session";

const places: readonly string[] = ["auto", "keytar", "keyring", "file", "session"];

/** "auto" for what is not set or not known. */
export const parseSecretPlace = (text: string | undefined): SecretPlace =>
  text !== undefined && isPlace(text) ? text : "auto";

const isPlace = (text: string): text is SecretPlace => places.includes(text);

const keychainsOf = (place: SecretPlace) => {
  if (place === "keytar") return [loadKeytar];
  if (place === "keyring") return [loadNapiKeyring];
  return place === "auto" ? [loadKeytar, loadNapiKeyring] : [];
};

/** For a keychain that shows its question on a screen and waits. */
const answerTimeoutMs = 20_000;

/** The vault of this user: keytar, then @napi-rs/keyring, then the encrypted file, or only the place asked for. */
export const openVault = (file: TextFile, place: SecretPlace): SecretVault =>
  new SecretVault({
    keychains: keychainsOf(place),
    file: new EncryptedFile(file),
    isSessionOnly: place === "session",
    limitMs: answerTimeoutMs,
  });
