import type { Question } from "../../../domain/setup.ts";

/** Answers that may have a `?` in them. */
const mayHold: ReadonlySet<Question> = new Set([
  "logToken",
  "passphrase",
  "passphraseAgain",
  "bucket",
]);

/** True when `?` asks for help: in an empty field, and where the answer cannot have one in it. */
export const isQuestionMarkHelp = (question: Question, value: string): boolean =>
  value === "" || !mayHold.has(question);
