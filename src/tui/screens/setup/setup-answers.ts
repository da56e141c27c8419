import {
  endpointRegionOf,
  type Answers,
  type Question,
  type SetupGoal,
} from "../../../domain/setup.ts";
import { isBlank, nonEmpty } from "../../../domain/non-empty.ts";
import { assertNever } from "../../../domain/assert-never.ts";
import {
  bucketProblem,
  cleanLine,
  cleanToken,
  isTemporaryKey,
  parseAccessKeyId,
  parseConnectionName,
  parseDestination,
  parseEndpoint,
  parseLogToken,
  parseLogUrl,
  parseRegion,
  parseSecretAccessKey,
  parseSessionToken,
  withoutBucket,
} from "../../../domain/connection.ts";
import { addressOf } from "../../../domain/destination-address.ts";
import { clearHost } from "../../../domain/loopback.ts";
import type { ConnectionDraft } from "../../../domain/connection-draft.ts";
import type { AppError, AppErrorOf } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import type { Connection, Settings } from "../../../domain/settings.ts";
import { formatTerms, parseTerms } from "../../../domain/upload-terms.ts";
import type { SetupState } from "./setup-state.ts";

const noAnswers: Answers = {
  accessKeyId: "",
  secret: "",
  sessionToken: "",
  expiration: "",
  bucket: "",
  region: "",
  isOtherStore: false,
  endpoint: "",
  endpointRegion: "",
  terms: "",
  logUrl: "",
  logToken: "",
  passphrase: "",
  passphraseAgain: "",
  name: "",
};

const connectionOf = (settings: Settings, goal: SetupGoal): Connection | undefined =>
  goal.type === "connection"
    ? undefined
    : settings.connections.find(({ name }) => name === goal.connection);

/** True when nothing but the log server, or its token, is changed. */
export const isLogGoal = ({ type }: SetupGoal): boolean => type === "log" || type === "logToken";

/** What is known before the first question: nothing, or the connection of which one value is changed. */
export const initialAnswers = (goal: SetupGoal, settings: Settings): Answers => {
  const known = connectionOf(settings, goal);
  if (goal.type === "connection" || !known) return noAnswers;
  const meant = goal.destination ?? known.destinations[0];
  const { region, endpoint } = meant ? addressOf(known, meant.bucket) : known;
  return {
    ...noAnswers,
    name: known.name,
    accessKeyId: known.profile ?? known.accessKeyId ?? "",
    bucket: goal.type === "destination" || !meant ? "" : `${meant.bucket}/${meant.prefix}`,
    region: endpoint === null ? region : "",
    isOtherStore: endpoint !== null,
    endpoint: endpoint ?? "",
    endpointRegion: endpoint === null ? noAnswers.endpointRegion : region,
    logUrl: isLogGoal(goal) ? (known.log?.url ?? "") : "",
    terms: formatTerms({
      options: known.options ?? {},
      addressing: known.addressing ?? "auto",
    }),
  };
};

/** A name for a connection that none has yet: the bucket's, with a number when it is taken. */
export const freeName = (settings: Settings, bucket: string): string => {
  const taken = new Set(settings.connections.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? bucket : `${bucket}-${number}`;
    if (!taken.has(name)) return name;
  }
};

type Invalid = AppErrorOf<"InvalidInput">;
const invalid = (field: Invalid["field"], problem: string): Invalid => ({
  code: "InvalidInput",
  field,
  problem,
});

/** The AWS profile whose name stands where the access key is asked; null for a key. */
export const chosenProfile = ({
  answers,
  context,
}: Pick<SetupState, "answers" | "context">): string | null => {
  const typed = cleanLine(answers.accessKeyId);
  const stored = connectionOf(context.settings, context.goal)?.profile;
  const isProfile = typed === stored || context.profiles.some(({ name }) => name === typed);
  return isProfile ? typed : null;
};

/** True for keys that sign only together with a session token. */
export const isTemporary = ({ accessKeyId, sessionToken }: Answers): boolean =>
  nonEmpty(sessionToken) !== null || isTemporaryKey(cleanToken(accessKeyId));

/** True when the secret is held already and is not asked in this set-up. */
const isSecretHeld = (goal: SetupGoal): boolean =>
  goal.type === "destination" || goal.type === "region" || goal.type === "terms";

const problemOf = (result: Result<unknown, AppError>): AppError | null =>
  result.ok ? null : result.error;

const endpointProblem = (answers: Answers): AppError | null => {
  if (isBlank(answers.endpoint)) return invalid("endpoint", "is empty");
  const endpoint = parseEndpoint(answers.endpoint);
  const destination = parseDestination(answers.bucket);
  if (!endpoint.ok || !destination.ok) return problemOf(endpoint);
  return bucketProblem(destination.value.bucket, endpoint.value);
};

/** The endpoint without a bucket that was copied along with it; null where it has none. */
export const cleanEndpoint = ({ endpoint, bucket }: Answers): string | null => {
  const parsed = parseEndpoint(endpoint);
  const destination = parseDestination(bucket);
  if (!parsed.ok || parsed.value === null || !destination.ok) return null;
  return withoutBucket(parsed.value, destination.value.bucket);
};

/** With the region it is AWS, whose buckets have rules that those of other services have not. */
const regionProblem = (answers: Answers): AppError | null => {
  const region = parseRegion(answers.region);
  const destination = parseDestination(answers.bucket);
  if (!region.ok || !destination.ok) return problemOf(region);
  return bucketProblem(destination.value.bucket, null, region.value);
};

/** What is wrong with the answer to a question; null when one may go on. */
export const answerProblem = (question: Question, state: SetupState): AppError | null => {
  const { answers, context } = state;
  switch (question) {
    case "accessKeyId":
      return chosenProfile(state) === null
        ? problemOf(parseAccessKeyId(answers.accessKeyId))
        : null;
    case "secret":
      return problemOf(parseSecretAccessKey(answers.secret));
    case "sessionToken":
      return problemOf(parseSessionToken(answers.sessionToken));
    case "bucket":
      return problemOf(parseDestination(answers.bucket));
    case "region":
      return answers.isOtherStore ? null : regionProblem(answers);
    case "endpoint":
      return endpointProblem(answers);
    case "endpointRegion":
      return problemOf(parseRegion(endpointRegionOf(answers)));
    case "terms":
      return problemOf(parseTerms(answers.terms));
    case "logUrl":
      return isBlank(answers.logUrl) ? null : problemOf(parseLogUrl(answers.logUrl));
    case "logToken":
      return problemOf(parseLogToken(answers.logToken));
    case "name": {
      const name = parseConnectionName(answers.name);
      if (!name.ok) return name.error;
      const isTaken = context.settings.connections.some((each) => each.name === name.value);
      return isTaken ? invalid("connectionName", "is already used by another connection") : null;
    }
    case "passphraseAgain":
      return answers.passphrase === answers.passphraseAgain
        ? null
        : invalid("passphrase", "does not match the first one");
    case "passphrase":
    case "result":
      return null;
    default:
      return assertNever(question);
  }
};

/** A question rather than an error: an address without encryption, on another machine. Null for all others. */
export const inClearProblem = ({
  question,
  answers,
}: SetupState): { readonly url: string; readonly problem: AppError } | null => {
  if (question !== "endpoint" && question !== "logUrl") return null;
  const parsed =
    question === "endpoint" ? parseEndpoint(answers.endpoint) : parseLogUrl(answers.logUrl);
  if (!parsed.ok || clearHost(parsed.value) === null) return null;
  const what = question === "endpoint" ? "your files" : "the token and the names of your files";
  return {
    url: parsed.value ?? "",
    problem: invalid(
      question,
      `is not encrypted (http): everybody on the way can read ${what}. Press Enter again to use it all the same`,
    ),
  };
};

type DraftKeys = Pick<ConnectionDraft, "accessKeyId" | "secretAccessKey" | "profile" | "session">;

/** When temporary keys end; null where what was pasted did not say. */
const toExpiresAtMs = (expiration: string): number | null => {
  const ms = Date.parse(expiration);
  return Number.isNaN(ms) ? null : ms;
};

/** The keys that were typed, those of a profile, or those that are held. Fails with InvalidInput. */
export const toKeys = (state: SetupState): Result<DraftKeys, AppError> => {
  const { answers, context } = state;
  const profile = chosenProfile(state);
  if (profile !== null) return ok({ accessKeyId: null, secretAccessKey: null, profile });
  const accessKeyId = parseAccessKeyId(answers.accessKeyId);
  if (!accessKeyId.ok) return accessKeyId;
  if (isSecretHeld(context.goal)) {
    const session = connectionOf(context.settings, context.goal)?.session;
    const held = session && { session: { ...session, token: null } };
    return ok({ accessKeyId: accessKeyId.value, secretAccessKey: null, ...held });
  }
  const secret = parseSecretAccessKey(answers.secret);
  if (!secret.ok) return secret;
  const pair = { accessKeyId: accessKeyId.value, secretAccessKey: secret.value };
  if (!isTemporary(answers)) return ok(pair);
  const token = parseSessionToken(answers.sessionToken);
  if (!token.ok) return token;
  const expiresAtMs = toExpiresAtMs(answers.expiration);
  return ok({ ...pair, session: { token: token.value, expiresAtMs } });
};

/** The parsed answers. An empty secret stands for the held one. Fails with the first InvalidInput. */
export const toDraft = (state: SetupState): Result<ConnectionDraft, AppError> => {
  const { answers, context } = state;
  const keys = toKeys(state);
  if (!keys.ok) return keys;
  const destination = parseDestination(answers.bucket);
  if (!destination.ok) return destination;
  const region = parseRegion(answers.isOtherStore ? endpointRegionOf(answers) : answers.region);
  if (!region.ok) return region;
  const endpoint = answers.isOtherStore ? parseEndpoint(answers.endpoint) : ok(null);
  if (!endpoint.ok) return endpoint;
  const terms = parseTerms(answers.terms);
  if (!terms.ok) return terms;
  const { options, addressing } = terms.value;
  const log = toLog(state);
  if (!log.ok) return log;
  return ok({
    name: nonEmpty(answers.name) ?? freeName(context.settings, destination.value.bucket),
    ...keys.value,
    region: region.value,
    endpoint: endpoint.value,
    ...(addressing !== "auto" && { addressing }),
    ...(Object.keys(options).length > 0 && { options }),
    ...destination.value,
    ...log.value,
  });
};

/** True when the answers name a log server, which is asked whether it knows the token. */
export const asksLog = (state: SetupState): boolean => {
  const log = toLog(state);
  return log.ok && log.value.logUrl !== null;
};

/** Address and token of the log server; both null when it was skipped. */
export const toLog = ({
  answers,
}: SetupState): Result<Pick<ConnectionDraft, "logUrl" | "logToken">, AppError> => {
  if (isBlank(answers.logUrl) || isBlank(answers.logToken)) {
    return ok({ logUrl: null, logToken: null });
  }
  const url = parseLogUrl(answers.logUrl);
  if (!url.ok) return fail(url.error);
  const token = parseLogToken(answers.logToken);
  return token.ok ? ok({ logUrl: url.value, logToken: token.value }) : fail(token.error);
};
