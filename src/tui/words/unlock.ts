/** Sentences of the question for the passphrase at the start. */
export const unlockWords = {
  title: "Passphrase of the encrypted file",
  /** `later` is the key that closes the question. */
  why: (later: "Esc" | "Enter alone"): string =>
    `The secrets are in an encrypted file, because this computer has no keychain that can be used. Its passphrase is asked once a session; ${later} leaves it for later, and uploads wait.`,
  opening: "Opening it: this takes a second or two, so that nobody can try many.",
  empty: "Type the passphrase first.",
} as const;
