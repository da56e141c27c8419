import { nonEmpty } from "../../../domain/non-empty.ts";
import { isSecretShaped } from "../../../domain/pasted-keys.ts";

const maxWhyCharacters = 200;

/** What a source says of its failure, on one line and without what looks secret. */
export const ownWords = (message: string): string | null => {
  const words = message
    .replaceAll(/[A-Za-z0-9/+=_-]{30,}/gu, (word) => (isSecretShaped(word) ? "…" : word))
    .replaceAll(/\s+/gu, " ")
    .trim();
  return nonEmpty(words.slice(0, maxWhyCharacters));
};
