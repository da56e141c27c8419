import type { Answers, Question, TypedAnswer } from "../../../domain/setup.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError } from "../../../domain/errors.ts";
import { logOrigin } from "../../../domain/log-token.ts";
import {
  answerProblem,
  chosenProfile,
  cleanEndpoint,
  inClearProblem,
  initialAnswers,
  toDraft,
} from "./setup-answers.ts";
import { isStoreAddress } from "./regions.ts";
import { isAnsweredByPaste, pasteProblem, withPasted } from "./setup-paste.ts";
import { questionsOf, regionQuestions } from "./setup-questions.ts";
import type { CheckResult, SetupContext, SetupEvent, SetupState } from "./setup-state.ts";

/** The set-up at its first question. */
export const initialSetup = (context: SetupContext): SetupState => {
  const answers = initialAnswers(context.goal, context.settings);
  return {
    context,
    question: questionsOf({ context, answers })[0] ?? "result",
    answers,
    pasted: new Set(),
    invitedBy: null,
    isCorrecting: false,
    problem: null,
    isRegionOpen: false,
    suggestedRegion: null,
    check: { status: "running" },
    checkNumber: 0,
    logCheck: null,
    isBusy: false,
    askedInClear: null,
    isBucketTakenOut: false,
  };
};

const withCheck = (state: SetupState): SetupState => ({
  ...state,
  check: { status: "running" },
  checkNumber: state.checkNumber + 1,
  logCheck: null,
});

const goTo = (state: SetupState, question: Question): SetupState => {
  const there: SetupState = { ...state, question, problem: null };
  return question === "result" ? withCheck({ ...there, isCorrecting: false }) : there;
};

/** What an answer drags along: a correction of the first asks for the second too. */
const followers: Readonly<Partial<Record<Question, Question>>> = {
  secret: "sessionToken",
  region: "endpoint",
  endpoint: "endpointRegion",
  logUrl: "logToken",
  passphrase: "passphraseAgain",
};

/** What a correction asks next; null where it leads back to the result. */
const followerOf = (state: SetupState): Question | null => {
  const follower = followers[state.question];
  // A region can be corrected that was not asked for: that of a further bucket.
  const asked = [...questionsOf(state), ...regionQuestions(state)];
  return follower !== undefined && asked.includes(follower) ? follower : null;
};

/** What an answer says of others. */
const withWhatFollows = (state: SetupState): SetupState => {
  if (state.question === "accessKeyId") return withProfile(state);
  const endpoint = state.question === "endpoint" ? cleanEndpoint(state.answers) : null;
  return endpoint === null
    ? state
    : { ...withAnswers(state, { endpoint }), isBucketTakenOut: true };
};

const without = (
  pasted: SetupState["pasted"],
  ...questions: readonly (Question | undefined)[]
): SetupState["pasted"] =>
  new Set(Array.from(pasted).filter((question) => !questions.includes(question)));

/** Only with the region it is known to be AWS, whose rules a bucket may break: then that is what has to be corrected. */
const toWhatIsWrong = (state: SetupState, problem: AppError): SetupState =>
  state.question === "region" && problem.code === "InvalidInput" && problem.field === "bucket"
    ? goTo(state, "bucket")
    : state;

const next = (state: SetupState): SetupState => {
  const problem = answerProblem(state.question, state);
  if (problem) return { ...toWhatIsWrong(state, problem), problem };
  const caution = inClearProblem(state);
  if (caution && state.askedInClear !== caution.url)
    return { ...state, problem: caution.problem, askedInClear: caution.url };
  const known = withWhatFollows(state);
  const questions = questionsOf(known);
  const later = questions.slice(questions.indexOf(known.question) + 1);
  const following = later.find((question) => !isAnsweredByPaste(known, question)) ?? "result";
  const there = goTo(known, known.isCorrecting ? (followerOf(known) ?? "result") : following);
  // Why it is asked although it was pasted.
  const isPasted = there.pasted.has(there.question);
  return isPasted ? { ...there, problem: pasteProblem(there, there.question) } : there;
};

const back = (state: SetupState): SetupState => {
  if (state.isCorrecting) return goTo(state, "result");
  const questions = questionsOf(state);
  const earlier = questions.slice(0, questions.indexOf(state.question));
  // Where all was pasted, the first shows what, and takes another paste.
  const before = earlier.findLast((question) => !isAnsweredByPaste(state, question)) ?? earlier[0];
  return before === undefined ? state : goTo(state, before);
};

/** The name that would be taken stands in its field, to be changed. */
const withName = (state: SetupState, question: Question): SetupState => {
  const draft =
    question === "name" && nonEmpty(state.answers.name) === null ? toDraft(state) : null;
  return draft?.ok ? withAnswers(state, { name: draft.value.name }) : state;
};

/** A token that was typed for one log server is not for another. */
const withoutOtherToken = ({ logUrl }: Answers, typed: string): Partial<Answers> =>
  logOrigin(logUrl) === logOrigin(typed) ? {} : { logToken: "" };

const withAnswers = (state: SetupState, changes: Partial<Answers>): SetupState => ({
  ...state,
  problem: null,
  answers: { ...state.answers, ...changes },
});

/** Another region of the same store: its address stays. */
const withStoreRegion = (state: SetupState, region: string): SetupState =>
  withAnswers(state, state.answers.isOtherStore ? { endpointRegion: region } : { region });

/** What a profile says of its store, where nothing was answered yet. */
const withProfile = (state: SetupState): SetupState => {
  const { answers, context } = state;
  const chosen = context.profiles.find(({ name }) => name === chosenProfile(state));
  const isAsked = nonEmpty(answers.region) === null && !answers.isOtherStore;
  if (chosen === undefined || context.goal.type !== "connection" || !isAsked) return state;
  const { region, endpoint } = chosen;
  const filled = withPasted(state, {
    ...(region !== null && { region }),
    ...(endpoint !== null && { endpoint }),
  });
  // Nobody has pasted that: it is shown, to be confirmed.
  return { ...filled, pasted: state.pasted };
};

/** Signed for the oldest region, S3 answers with the bucket's own. */
const openRegion = "us-east-1";

const withRegion = (state: SetupState, region: string): SetupState =>
  withAnswers(state, { region, isOtherStore: false });

/** An address in place of a region is shown where it is asked for. */
const withOtherStore = (state: SetupState, typed: string): SetupState =>
  withAnswers(state, {
    isOtherStore: true,
    ...(isStoreAddress(typed) && { endpoint: typed.trim() }),
  });

/** What is typed over a paste is an answer of the person's own. */
const withTyped = (state: SetupState, answer: TypedAnswer, text: string): SetupState =>
  withAnswers(
    {
      ...state,
      pasted: without(state.pasted, answer),
      // What was found out is true of the bucket before.
      ...(answer === "bucket" && { suggestedRegion: null }),
    },
    { ...(answer === "logUrl" && withoutOtherToken(state.answers, text)), [answer]: text },
  );

/** From the result to one question. What follows from it is asked anew, whoever has answered it. */
const toCorrect = (state: SetupState, question: Question): SetupState => {
  const pasted = without(state.pasted, question, followers[question]);
  return goTo({ ...withName(state, question), isCorrecting: true, pasted }, question);
};

/**
 * Where the bucket is, when the store says so, once: a further one need not be where the others are, and who has left
 * the region open need not know it.
 */
const foundRegion = (state: SetupState, result: CheckResult): string | null => {
  const isOpen = state.context.goal.type === "destination" || state.isRegionOpen;
  if (!isOpen || state.suggestedRegion !== null) return null;
  return !result.ok && result.error.code === "WrongRegion" ? result.error.is : null;
};

/** The set-up after one event. Pure: what asks the store or the keychain comes back as an event. */
export const setupReducer = (state: SetupState, event: SetupEvent): SetupState => {
  switch (event.type) {
    case "typed":
      return withTyped(state, event.answer, event.text);
    case "pasted":
      return withPasted(state, event.keys);
    case "regionLeftOpen":
      return next(withRegion({ ...state, isRegionOpen: true }, openRegion));
    case "regionSelected":
      return next(withRegion({ ...state, isRegionOpen: false }, event.region));
    case "regionCorrected":
      return goTo(withStoreRegion(state, event.region), "result");
    case "otherServiceSelected":
      return next(withOtherStore(state, event.typed ?? ""));
    case "next":
      return next(state);
    case "back":
      return back(state);
    case "correct":
      return toCorrect(state, event.question);
    case "contextKnown":
      return { ...state, context: { ...state.context, ...event.context } };
    case "regionFound":
      return { ...state, suggestedRegion: event.region };
    case "checkStarted":
      return withCheck(state);
    case "checkEnded": {
      if (event.number !== state.checkNumber) return state;
      const region = foundRegion(state, event.result);
      if (region !== null)
        return withCheck({ ...withStoreRegion(state, region), suggestedRegion: region });
      return {
        ...state,
        check: event.result.ok
          ? { status: "passed", check: event.result.value }
          : { status: "failed", error: event.result.error },
      };
    }
    case "logChecked":
      return event.number === state.checkNumber ? { ...state, logCheck: event.result } : state;
    case "unlockStarted":
    case "saveStarted":
      return { ...state, isBusy: true, problem: null };
    case "unlocked": {
      const idle = { ...state, isBusy: false };
      if (!event.result.ok) return { ...idle, problem: event.result.error };
      const on = next(idle);
      return { ...on, context: { ...on.context, passphraseNeed: "none", holder: event.holder } };
    }
    case "saveFailed":
      return { ...state, isBusy: false, check: { status: "failed", error: event.error } };
    default:
      return assertNever(event);
  }
};
