import { assertNever } from "../domain/assert-never.ts";
import type { TokenAnswer } from "../services/ports/log-sink.ts";
import { safe } from "./safe.ts";

/** What a log server said of the token. */
export const logTokenWords = (answer: TokenAnswer): string => {
  switch (answer.status) {
    case "known":
      return `The log server knows your token as ${safe(answer.name)}.`;
    case "unasked":
      return "The token is checked with the first message.";
    default:
      return assertNever(answer);
  }
};
