/** What a command says when it asks for the passphrase. */
export const unlockCommandWords = {
  question: "Passphrase for your secrets: ",
  wrong: "This passphrase does not unlock the encrypted file.",
} as const;
