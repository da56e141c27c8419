/** Sentences of the question for the passphrase at the start. */
export const unlockWords = {
  title: "Passphrase for your secrets",
  /** `later` is the key that closes the question. */
  why: (later: "Esc" | "Enter"): string =>
    `Your secrets are in an encrypted file. Enter its passphrase once per session. ${later} skips this for now; uploads wait.`,
  opening: "Unlocking… This takes a second or two to slow down guessing.",
  empty: "Enter the passphrase first",
} as const;
