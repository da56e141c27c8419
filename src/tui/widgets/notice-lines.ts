import stringWidth from "string-width";
import { cutMiddle } from "../../domain/display-name.ts";
import type { AppError } from "../../domain/errors.ts";
import { detailsHint, errorDetails, errorWords } from "../../words/errors/error-words.ts";
import type { Tone } from "./theme.ts";
import { type Line, toLines } from "./Lines.tsx";

export interface NoticeOptions {
  readonly columns: number;
  /** True: the details stand where `d details` stood. */
  readonly hasDetails: boolean;
  /** Replaces the general advice where the screen knows better. */
  readonly next?: string | undefined;
  /** Behind what happened, so that a low window has room for it: whose it is, when it is tried again by itself. */
  readonly beside?: readonly Line[];
  /** Sign before the first line. */
  readonly sign: string;
  /** Of the first line: red, unless nobody has to act. */
  readonly tone?: Tone;
}

/** A path of a thousand characters would push the advice off the screen: two lines of it are enough. */
const cutSubject = (subject: string, columns: number): string =>
  cutMiddle(subject, (columns - 2) * 2, stringWidth);

/** A failure in four parts: what happened, to what, what to do and who can do it, and `d` for the details. */
export const noticeLines = (
  error: AppError,
  { columns, hasDetails, next, beside = [], sign, tone = "bad" }: NoticeOptions,
): readonly Line[] => {
  const words = errorWords(error);
  const details = hasDetails ? errorDetails(error) : [detailsHint(error.code)];
  return toLines(
    [
      { text: `${sign} ${words.happened}`, tone, isBold: true },
      ...beside,
      ...(words.subject === null ? [] : [{ text: `  ${cutSubject(words.subject, columns)}` }]),
      { text: `  ${next ?? words.next} ${words.who}` },
      ...details.map((text) => ({ text: `  ${text}`, tone: "quiet" as const })),
    ],
    columns,
  );
};
