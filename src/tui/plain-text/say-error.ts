import type { AppError } from "../../domain/errors.ts";
import { errorDetails, errorWords } from "../../words/errors/error-words.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** A failure in all its parts; the details stand at the end, where one can stop listening. */
export const sayError = (terminal: PlainTerminal, error: AppError): void => {
  const { happened, subject, next, who } = errorWords(error);
  terminal.say(`Error: ${happened}`);
  if (subject !== null) terminal.say(`Where: ${subject}`);
  terminal.say(`${next} ${who}`);
  terminal.say(`Details: ${errorDetails(error).join(", ")}`);
};
