import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError, AppErrorCode, UnreachableReason } from "../../../domain/errors.ts";
import type { Question, ResultRow } from "../../../domain/setup.ts";
import { isBlank } from "../../../domain/non-empty.ts";
import { asksLog, isLogGoal, isTemporary } from "./setup-answers.ts";
import { keyQuestions } from "./setup-questions.ts";
import type { SetupState } from "./setup-state.ts";

const correct = (question: Question): ResultRow => ({ type: "correct", question });

/** The answers that this set-up asked for and that can be changed one by one. */
const corrections = (state: SetupState): readonly ResultRow[] => {
  const { context, answers } = state;
  const keys = keyQuestions(state);
  const store: readonly Question[] = answers.isOtherStore
    ? ["endpoint", "endpointRegion", "region"]
    : ["region"];
  const log: readonly Question[] = isBlank(answers.logUrl) ? ["logUrl"] : ["logUrl", "logToken"];
  switch (context.goal.type) {
    case "connection":
      return [
        ...[...keys, "bucket" as const, ...store, "terms" as const].map(correct),
        ...log.map(correct),
        correct("name"),
      ];
    case "destination":
      return ["bucket" as const, ...store].map(correct);
    case "secret":
      return [correct("secret"), ...(isTemporary(answers) ? [correct("sessionToken")] : [])];
    case "accessKey":
      return keys.map(correct);
    case "region":
      return store.map(correct);
    case "terms":
      return [correct("terms")];
    case "log":
    case "logToken":
      return log.map(correct);
    default:
      return assertNever(context.goal);
  }
};

type Remedy = (error: AppError, state: SetupState) => ResultRow;

/** What is most likely to help, by code; for all others it is to check again. */
const remedies: Readonly<Partial<Record<AppErrorCode, Remedy>>> = {
  WrongRegion: (error) =>
    error.code === "WrongRegion" && error.is !== null
      ? { type: "useRegion", region: error.is }
      : correct("region"),
  InvalidAccessKey: () => correct("accessKeyId"),
  CredentialsExpired: () => correct("accessKeyId"),
  WrongSecret: () => correct("secret"),
  NoSuchBucket: () => correct("bucket"),
  EndpointUnreachable: (error, { answers }) =>
    answers.isOtherStore && error.code === "EndpointUnreachable" && isAddressAtFault[error.reason]
      ? correct("endpoint")
      : { type: "checkAgain" },
  LogServerRefused: (error) =>
    correct(error.code === "LogServerRefused" && error.status === 401 ? "logToken" : "logUrl"),
  NotALogServer: () => correct("logUrl"),
  InvalidInput: (error) =>
    error.code === "InvalidInput" && (error.field === "bucket" || error.field === "prefix")
      ? correct("bucket")
      : correct("region"),
};

const isAddressAtFault: Readonly<Record<UnreachableReason, boolean>> = {
  dns: true,
  refused: true,
  tls: true,
  handshake: true,
  "not https": true,
  "not http": true,
  proxy: false,
  timeout: false,
  reset: false,
};

// A key that the store refuses cannot become right by waiting; all else the owner, the network or time can mend.
const isHopeless = ({ code }: AppError): boolean =>
  code === "InvalidAccessKey" ||
  code === "WrongSecret" ||
  code === "CredentialsExpired" ||
  code === "InvalidInput";

const isSame = (a: ResultRow, b: ResultRow): boolean =>
  a.type === b.type &&
  (a.type !== "correct" || (b.type === "correct" && a.question === b.question));

const distinct = (rows: readonly ResultRow[]): readonly ResultRow[] =>
  rows.filter((row, index) => rows.findIndex((other) => isSame(row, other)) === index);

/** True until the storage service, and the log server where there is one, have answered. */
export const isChecking = (state: SetupState): boolean => {
  const { check, logCheck } = state;
  return check.status === "running" || (check.status === "passed" && asksLog(state) && !logCheck);
};

/** What the check found wrong: with the bucket first, then with the log server. */
export const checkError = ({ check, logCheck }: SetupState): AppError | null => {
  if (check.status === "failed") return check.error;
  return check.status === "passed" && logCheck?.ok === false ? logCheck.error : null;
};

/** True for what no waiting mends: no message would ever arrive. */
export const isLogHopeless = (error: AppError): boolean =>
  error.code === "NotALogServer" || (error.code === "LogServerRefused" && error.status === 401);

/** Behind a bucket that is fine: a log server that is away for now stands in nobody's way. */
const logRows = (error: AppError, state: SetupState): readonly ResultRow[] => {
  const remedy = remedies[error.code]?.(error, state) ?? correct("logUrl");
  const isFirst = isLogHopeless(error);
  const again = { type: "checkAgain" } as const;
  if (!isLogGoal(state.context.goal))
    return isFirst ? [remedy, { type: "save" }, again] : [{ type: "save" }, remedy, again];
  return [...(isFirst ? [remedy, again] : [again, remedy]), { type: "saveAnyway" }];
};

/** The lines below the result; the first is the default. None while the check runs. */
export const resultRows = (state: SetupState): readonly ResultRow[] => {
  const { check } = state;
  const error = checkError(state);
  if (isChecking(state)) return [];
  const others = corrections(state);
  if (error === null) return [{ type: "save" }, ...others];
  if (check.status === "passed") return distinct([...logRows(error, state), ...others]);
  const first = remedies[error.code]?.(error, state) ?? { type: "checkAgain" };
  return distinct([
    first,
    { type: "checkAgain" },
    ...others,
    ...(isHopeless(error) ? [] : [{ type: "saveAnyway" } as const]),
  ]);
};
