import { nonEmpty } from "../domain/non-empty.ts";
import type { AppError } from "../domain/errors.ts";
import { errorDetails, errorWords } from "../words/errors/error-words.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodeOf, type ExitCode } from "../domain/exit-codes.ts";

/** The sentences of an error as lines: what happened, to what, what next, who, and the details. No secret. */
export const errorLines = (error: AppError): readonly string[] => {
  const { happened, subject, next, who } = errorWords(error);
  return [happened, subject, next, who, errorDetails(error).join(" · ")].flatMap(
    (line) => nonEmpty(line) ?? [],
  );
};

/** Says why a command could not be carried out, and gives its exit code. */
export const sayError = ({ say }: Pick<CommandContext, "say">, error: AppError): ExitCode => {
  const [first = "", ...rest] = errorLines(error);
  say(`s3-sftp: ${first}`);
  for (const line of rest) say(`  ${line}`);
  return exitCodeOf(error);
};
