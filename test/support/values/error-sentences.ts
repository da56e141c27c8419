import type { AppError } from "../../../src/domain/errors.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";

/** What a person reads of an error, beside what it is about: what happened, what to do next, who can help. */
export const errorSentences = (error: AppError): readonly string[] => {
  const { happened, next, who } = errorWords(error);
  return [happened, next, who];
};
