import { tokenWords } from "../words/token-words.ts";
import { isPlainTokenName } from "./token-file.ts";

/** What is wrong with a name for a token; null when nothing is. */
export const tokenNameProblem = (name: string): string | null => {
  if (!/^[\p{L}\p{N}._@-]{1,64}$/u.test(name)) return tokenWords.unusableName(name);
  return isPlainTokenName(name) ? tokenWords.reservedName(name) : null;
};
