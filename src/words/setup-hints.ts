import { awsKeyCharacters } from "../domain/connection.ts";
import { formatCount } from "../domain/format.ts";
import type { Answers, Question } from "../domain/setup.ts";

/** Nothing is said of the first few: somebody is typing. */
const minCharacters = 4;

/**
 * What looks wrong with an answer while it is typed, and may be right: other services have keys of other lengths. Null
 * where nothing does.
 */
export const softHint = (question: Question, answers: Answers): string | null => {
  const { accessKeyId, secret } = answers;
  const isAws = /^A[KS]IA/.test(accessKeyId.trim()) && !answers.isOtherStore;
  if (!isAws) return null;
  const [what, value, expected] =
    question === "accessKeyId"
      ? (["Access keys", accessKeyId.trim(), awsKeyCharacters.accessKeyId] as const)
      : (["Secret access keys", secret.trim(), awsKeyCharacters.secretAccessKey] as const);
  const isAsked = question === "accessKeyId" || question === "secret";
  const { length } = value;
  if (!isAsked || length < minCharacters || length === expected) return null;
  return `${what} of AWS have ${formatCount(expected, "character")}, yours has ${length}.`;
};
