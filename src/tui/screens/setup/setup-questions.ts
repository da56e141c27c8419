import type { Question } from "../../../domain/setup.ts";
import { isBlank, nonEmpty } from "../../../domain/non-empty.ts";
import { assertNever } from "../../../domain/assert-never.ts";
import { chosenProfile, isTemporary } from "./setup-answers.ts";
import type { SetupState } from "./setup-state.ts";

type Asked = Pick<SetupState, "context" | "answers">;

/** The questions for where a bucket is. */
export const regionQuestions = ({ answers }: Asked): readonly Question[] =>
  answers.isOtherStore ? ["region", "endpoint", "endpointRegion"] : ["region"];

const tokenQuestion = ({ answers }: Asked): readonly Question[] =>
  isTemporary(answers) ? ["sessionToken"] : [];

/** The questions for the keys. */
export const keyQuestions = (asked: Asked): readonly Question[] =>
  chosenProfile(asked) === null
    ? ["accessKeyId", "secret", ...tokenQuestion(asked)]
    : ["accessKeyId"];

const logQuestions = ({ answers }: Asked): readonly Question[] =>
  isBlank(answers.logUrl) ? ["logUrl"] : ["logUrl", "logToken"];

const passphraseQuestions = (asked: Asked): readonly Question[] => {
  const { context, answers } = asked;
  // A profile leaves nothing to keep but the token of a log server.
  const keepsSecret = chosenProfile(asked) === null || !isBlank(answers.logUrl);
  if (context.passphraseNeed === "none" || !keepsSecret) return [];
  const isNew = context.passphraseNeed === "create" && nonEmpty(answers.passphrase) !== null;
  return isNew ? ["passphrase", "passphraseAgain"] : ["passphrase"];
};

/** What is checked with the keys that are held needs those of a locked file, and nothing is written. */
const heldKeysQuestions = (asked: Asked): readonly Question[] =>
  asked.context.passphraseNeed === "open" ? passphraseQuestions(asked) : [];

/** True where the answer that stands here opens the encrypted file, begins it, or does without. */
export const unlocksSecrets = ({ question, context, answers }: SetupState): boolean =>
  question === "passphraseAgain" ||
  (question === "passphrase" &&
    (context.passphraseNeed === "open" || nonEmpty(answers.passphrase) === null));

/** The questions of this set-up in their order, as far as the answers so far tell; "result" is the last. */
export const questionsOf = (asked: Asked): readonly Question[] => {
  const { goal } = asked.context;
  switch (goal.type) {
    case "connection":
      return [
        ...keyQuestions(asked),
        "bucket",
        ...regionQuestions(asked),
        ...logQuestions(asked),
        ...passphraseQuestions(asked),
        "result",
      ];
    case "destination":
      return ["bucket", ...heldKeysQuestions(asked), "result"];
    case "secret":
      return ["secret", ...tokenQuestion(asked), ...passphraseQuestions(asked), "result"];
    case "accessKey":
      return [...keyQuestions(asked), ...passphraseQuestions(asked), "result"];
    case "region":
      return [...regionQuestions(asked), ...heldKeysQuestions(asked), "result"];
    case "terms":
      return ["terms", ...heldKeysQuestions(asked), "result"];
    case "logToken":
      return ["logToken", ...passphraseQuestions(asked), "result"];
    case "log":
      return [...logQuestions(asked), ...passphraseQuestions(asked), "result"];
    default:
      return assertNever(goal);
  }
};
