import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError, AppErrorCode, UnreachableReason } from "../../../domain/errors.ts";
import type { Question, ResultRow } from "../../../domain/setup.ts";
import { isTemporary } from "./setup-answers.ts";
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
  switch (context.goal.type) {
    case "connection":
      return [
        ...[...keys, "bucket" as const, ...store, "terms" as const].map(correct),
        ...(context.settings.logUrl === null ? [correct("logUrl")] : []),
        correct("name"),
      ];
    case "destination":
      return [correct("bucket")];
    case "secret":
      return [correct("secret"), ...(isTemporary(answers) ? [correct("sessionToken")] : [])];
    case "accessKey":
      return keys.map(correct);
    case "region":
      return store.map(correct);
    case "terms":
      return [correct("terms")];
    case "log":
      return [correct("logUrl")];
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
  LogServerRefused: () => correct("logUrl"),
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

/** The lines below the result; the first is the default. None while the check runs. */
export const resultRows = (state: SetupState): readonly ResultRow[] => {
  const { check } = state;
  if (check.status === "running") return [];
  const others = corrections(state);
  if (check.status === "passed") return [{ type: "save" }, ...others];
  const first = remedies[check.error.code]?.(check.error, state) ?? { type: "checkAgain" };
  const rows: readonly ResultRow[] = [
    first,
    { type: "checkAgain" },
    ...others,
    ...(isHopeless(check.error) ? [] : [{ type: "saveAnyway" } as const]),
  ];
  return rows.filter((row, index) => rows.findIndex((other) => isSame(row, other)) === index);
};
