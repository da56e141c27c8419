import { nonEmpty } from "../../domain/non-empty.ts";
import type { AppError, AppErrorCode, AppErrorOf, StoreAnswer } from "../../domain/errors.ts";
import { accessErrors } from "./access-errors.ts";
import { computerErrors } from "./computer-errors.ts";
import type { ErrorSentences, SentenceTable } from "./error-sentences.ts";
import { fileErrors } from "./file-errors.ts";
import { networkErrors } from "./network-errors.ts";
import { proxyErrors } from "./proxy-errors.ts";
import { safe } from "../safe.ts";

const sentences: SentenceTable<AppErrorCode> = {
  ...accessErrors,
  ...computerErrors,
  ...fileErrors,
  ...networkErrors,
  ...proxyErrors,
};

const say = <C extends AppErrorCode>(code: C, error: AppErrorOf<C>): ErrorSentences =>
  sentences[code](error);

/** What happened, to what, what to do next and who can do it, for the screen and for stderr. Holds no secret. */
export const errorWords = (error: AppError): ErrorSentences => say(error.code, error);

const proxyOf = (error: AppError): string | undefined =>
  "proxy" in error && error.proxy !== undefined
    ? `${error.proxy.address} (${error.proxy.variable})`
    : undefined;

const answerOf = (error: AppError): StoreAnswer | undefined =>
  "answer" in error ? error.answer : undefined;

/** The lines behind `d`: our code, HTTP status, S3 error code and message, request ID, system error. */
export const errorDetails = (error: AppError): readonly string[] => {
  const answer = answerOf(error);
  const status = answer?.status ?? ("status" in error ? error.status : undefined);
  const lines = [
    ["code", error.code],
    ["HTTP status", status === undefined ? undefined : String(status)],
    ["S3 error code", answer?.storeCode],
    ["S3 message", answer?.storeMessage],
    ["request ID", answer?.requestId],
    ["reason", "reason" in error ? error.reason : undefined],
    ["proxy", proxyOf(error)],
    ["system error", "detail" in error ? error.detail : undefined],
    ["answer", "said" in error ? error.said : undefined],
  ] as const;
  return lines.flatMap(([name, value]) =>
    nonEmpty(value) === null ? [] : [`${name}: ${safe(value ?? "")}`],
  );
};

/** In the place of the details: the key that shows them. */
export const detailsHint = (code: AppError["code"]): string => `d details (${code})`;

/** Of that key where nothing went wrong. */
export const noDetails = "No error to show";

/** One line for a row or a log: what happened, and our code in brackets. */
export const errorLine = (error: AppError): string =>
  `${errorWords(error).happened.replace(/\.$/, "")} (${error.code})`;
