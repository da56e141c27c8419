import { toConnectionName } from "../../../domain/connection.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { PastedField, PastedKeys } from "../../../domain/key-field-names.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { Answers, Question } from "../../../domain/setup.ts";
import { answerProblem, cleanEndpoint, freeName, inClearProblem } from "./setup-answers.ts";
import type { SetupState } from "./setup-state.ts";

const questionOf: Readonly<Partial<Record<PastedField, Question>>> = {
  accessKeyId: "accessKeyId",
  secretAccessKey: "secret",
  sessionToken: "sessionToken",
  bucket: "bucket",
  logUrl: "logUrl",
  logToken: "logToken",
};

/** What a block says of the store: a region belongs to the endpoint beside it, or to AWS. */
const storeAnswers = ({ region, endpoint }: PastedKeys, isOther: boolean): Partial<Answers> => ({
  ...(region !== undefined && (isOther ? { endpointRegion: region } : { region })),
  ...(endpoint !== undefined && { isOtherStore: true, endpoint }),
});

const storeQuestions = (
  { region, endpoint }: PastedKeys,
  isOther: boolean,
): readonly Question[] => {
  const ofEndpoint: readonly Question[] = endpoint === undefined ? [] : ["region", "endpoint"];
  if (region === undefined) return ofEndpoint;
  return isOther ? [...ofEndpoint, "endpointRegion"] : ["region"];
};

/** The questions that a block answers; `isOther`: the store is not AWS, by this block or by what was answered before. */
const answeredQuestions = (keys: PastedKeys, isOther: boolean): readonly Question[] => {
  const fields = Object.keys(questionOf).filter((field): field is PastedField => field in keys);
  return [...fields.flatMap((field) => questionOf[field] ?? []), ...storeQuestions(keys, isOther)];
};

const isOtherStore = ({ answers }: SetupState, { endpoint }: PastedKeys): boolean =>
  answers.isOtherStore || endpoint !== undefined;

/** True when a pasted block holds the answer to the question that is asked. */
export const answersQuestion = (state: SetupState, keys: PastedKeys): boolean =>
  answeredQuestions(keys, isOtherStore(state, keys)).includes(state.question);

/** The answers of a block, over those that were there. */
const pastedAnswers = (state: SetupState, keys: PastedKeys, isOther: boolean): Partial<Answers> => {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys;
  const { bucket, logUrl, logToken, label } = keys;
  // A token belongs to the access key, or the log server, that it came with.
  const isOtherKey = accessKeyId !== undefined && sessionToken === undefined;
  const name = label === undefined ? null : toConnectionName(label);
  return {
    ...(isOtherKey && { sessionToken: "", expiration: "" }),
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(secretAccessKey !== undefined && { secret: secretAccessKey }),
    ...(sessionToken !== undefined && { sessionToken, expiration: expiration ?? "" }),
    ...storeAnswers(keys, isOther),
    ...(bucket !== undefined && { bucket }),
    ...(logUrl !== undefined && { logUrl, logToken: "" }),
    ...(logToken !== undefined && { logToken }),
    ...(name !== null && { name: freeName(state.context.settings, name) }),
  };
};

/** Lines that come one by one: the region before an endpoint is the endpoint's. */
const withEarlierRegion = ({ answers, pasted }: SetupState, keys: PastedKeys): PastedKeys => {
  const region = nonEmpty(answers.region);
  const isEarlier = keys.endpoint !== undefined && pasted.has("region") && !answers.isOtherStore;
  return isEarlier && keys.region === undefined && region !== null ? { ...keys, region } : keys;
};

/** The set-up with what a block names filled in, and the questions that it answers known as such. */
export const withPasted = (state: SetupState, pasted: PastedKeys): SetupState => {
  const keys = withEarlierRegion(state, pasted);
  const isOther = isOtherStore(state, keys);
  return {
    ...state,
    problem: null,
    answers: { ...state.answers, ...pastedAnswers(state, keys, isOther) },
    pasted: new Set([...state.pasted, ...answeredQuestions(keys, isOther)]),
    invitedBy: keys.label ?? state.invitedBy,
  };
};

/** What is wrong with a pasted answer; of a bucket also what the region beside it says: AWS has rules of its own. */
export const pasteProblem = (state: SetupState, question: Question): AppError | null => {
  const problem = answerProblem(question, state);
  if (problem !== null || question !== "bucket" || !state.pasted.has("region")) return problem;
  const ofRegion = answerProblem("region", state);
  const isBuckets = ofRegion?.code === "InvalidInput" && ofRegion.field === "bucket";
  return isBuckets ? ofRegion : null;
};

/** True for a question whose pasted answer is good as it stands, so that nobody is asked. */
export const isAnsweredByPaste = (state: SetupState, question: Question): boolean => {
  const asked = { ...state, question };
  const caution = inClearProblem(asked);
  const isPlain = caution === null || caution.url === state.askedInClear;
  // A bucket in the endpoint is taken out where the person can see it.
  const isClean = question !== "endpoint" || cleanEndpoint(state.answers) === null;
  return state.pasted.has(question) && isPlain && isClean && pasteProblem(asked, question) === null;
};

/** True where one paste has said who is asked to deliver where. */
export const isInvitation = ({ context, pasted }: SetupState): boolean =>
  context.goal.type === "connection" && pasted.has("accessKeyId") && pasted.has("bucket");
