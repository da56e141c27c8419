import { regionPlace } from "../../domain/aws-regions.ts";
import type { ResultRow, SetupGoal, TypedAnswer } from "../../domain/setup.ts";
import { nonEmpty } from "../../domain/non-empty.ts";
import type { ConnectionDraft } from "../../domain/connection-draft.ts";
import type { PastedKeys } from "../../domain/key-field-names.ts";
import { isSecretShaped, parsePastedKeys } from "../../domain/pasted-keys.ts";
import type { Settings } from "../../domain/settings.ts";
import { isStoreAddress, regionChoices } from "../screens/setup/regions.ts";
import { answerProblem, isLogGoal, toDraft } from "../screens/setup/setup-answers.ts";
import { groupsOf } from "../screens/setup/setup-groups.ts";
import { answersQuestion, isInvitation } from "../screens/setup/setup-paste.ts";
import { questionsOf, unlocksSecrets } from "../screens/setup/setup-questions.ts";
import { initialSetup, setupReducer } from "../screens/setup/setup-reducer.ts";
import { checkError, resultRows } from "../screens/setup/setup-result.ts";
import type { SetupEvent, SetupState } from "../screens/setup/setup-state.ts";
import { summaryRows } from "../screens/setup/setup-summary.ts";
import {
  checkSetup,
  checkSetupLog,
  regionDraft,
  storeSetup,
  unlockSetup,
} from "../screens/setup/setup-work.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import { setupWords } from "../../words/setup.ts";
import { summaryWords } from "../../words/setup-summary.ts";
import { ask, askSecret, isAnswer, type Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface PlainTextSetupParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly settings: Settings;
  readonly goal: SetupGoal;
  /** False: there is nothing behind the first question to go back to. */
  readonly canCancel: boolean;
  readonly signal: AbortSignal;
}

/** What was saved. */
export interface SavedSetup {
  readonly settings: Settings;
  readonly draft: ConnectionDraft | null;
}

const secrets: ReadonlySet<TypedAnswer> = new Set([
  "secret",
  "sessionToken",
  "logToken",
  "passphrase",
  "passphraseAgain",
]);

/** "back": from the first question to what is behind it. */
type Step = SetupState | "back" | "end of input" | SavedSetup;

const isSaved = (step: Step): step is SavedSetup => typeof step === "object" && "settings" in step;

const after = (state: SetupState, ...events: readonly SetupEvent[]): SetupState =>
  events.reduce(setupReducer, state);

const goBack = ({ terminal, canCancel }: PlainTextSetupParams, state: SetupState): Step => {
  const isFirst = !state.isCorrecting && questionsOf(state)[0] === state.question;
  if (!isFirst) return after(state, { type: "back" });
  if (canCancel) return "back";
  // Whoever leaves here by mistake pastes the keys into the shell.
  terminal.say(`${setupWords.firstQuestion}.`);
  return state;
};

const sayQuestion = ({ terminal }: PlainTextSetupParams, state: SetupState): void => {
  const title = setupWords.title(state.question);
  const at = groupsOf(state).find(({ isCurrent }) => isCurrent);
  terminal.say(words.answer(title, at ? setupWords.group(at.group) : title));
  // The region's own line speaks of arrow keys; here `askRegion` says how.
  if (state.question === "region") return;
  for (const line of setupWords.lines(state)) terminal.say(line);
};

/** Leaves the question, after the passphrase was tried where one was asked. */
const leaveQuestion = async (
  { terminal, services }: PlainTextSetupParams,
  state: SetupState,
): Promise<SetupState> => {
  const { question } = state;
  const next =
    unlocksSecrets(state) && answerProblem(question, state) === null
      ? after(state, await unlockSetup(state, services))
      : after(state, { type: "next" });
  if (next.problem) {
    const { happened, next: advice } = errorWords(next.problem);
    terminal.say(`Error: ${happened} ${advice}`);
  }
  return next;
};

/** Takes a block of keys at whichever question it came; goes on where it answers the one that is asked. */
const takePaste = async (
  params: PlainTextSetupParams,
  state: SetupState,
  keys: PastedKeys,
): Promise<Step> => {
  params.terminal.say(words.pastedKeys(setupWords.pastedFields(keys)));
  const taken = after(state, { type: "pasted", keys });
  return answersQuestion(state, keys) ? leaveQuestion(params, taken) : taken;
};

const askTyped = async (
  params: PlainTextSetupParams,
  state: SetupState,
  answer: TypedAnswer,
): Promise<Step> => {
  const { terminal } = params;
  const isSecret = secrets.has(answer);
  const before = nonEmpty(state.answers[answer]);
  if (before !== null) {
    // What was typed in the wrong place is still there to be corrected.
    const isHidden = isSecret || isSecretShaped(before);
    terminal.say(isHidden ? words.keptSecret(before.length) : words.kept(before));
  }
  const asked = await (isSecret ? askSecret(terminal, words.hidden) : ask(terminal, words.value));
  if (!isAnswer(asked)) return asked === "back" ? goBack(params, state) : asked;
  const typed = asked.value;
  const keys = parsePastedKeys(typed);
  if (keys) return takePaste(params, state, keys);
  if (isSecret && typed !== "") terminal.say(words.taken(typed.length));
  const isKept = typed === "" && before !== null;
  return leaveQuestion(
    params,
    isKept ? state : after(state, { type: "typed", answer, text: typed }),
  );
};

const suggestedRegion = async (
  { services, signal }: PlainTextSetupParams,
  state: SetupState,
): Promise<string | null> => {
  if (state.answers.isOtherStore) return null;
  const typed = nonEmpty(state.answers.region);
  if (typed !== null) return typed;
  const draft = regionDraft(state);
  const found = draft === null ? null : await services.findRegion(draft, signal);
  return found?.ok ? found.value : null;
};

/** What Enter alone means at the region: what is there already, or what was found. */
const enterAlone = (state: SetupState, suggested: string | null): SetupState => {
  if (state.answers.isOtherStore) return after(state, { type: "otherServiceSelected" });
  return suggested === null
    ? after(state, { type: "regionLeftOpen" })
    : after(state, { type: "regionSelected", region: suggested });
};

const askRegion = async (params: PlainTextSetupParams, state: SetupState): Promise<Step> => {
  const { terminal } = params;
  const suggested = await suggestedRegion(params, state);
  const { isOtherStore } = state.answers;
  if (isOtherStore) terminal.say(words.kept(setupWords.notAws));
  if (suggested !== null) terminal.say(words.regionNow(suggested, regionPlace(suggested)));
  else if (!isOtherStore) terminal.say(words.regionOpen);
  terminal.say(words.regionHow);
  const asked = await ask(terminal, words.value);
  if (!isAnswer(asked)) return asked === "back" ? goBack(params, state) : asked;
  const typed = asked.value;
  const keys = parsePastedKeys(typed);
  if (keys) return takePaste(params, state, keys);
  if (typed === "other" || isStoreAddress(typed))
    return after(state, { type: "otherServiceSelected", typed });
  if (typed === "") return enterAlone(state, suggested);
  const found = regionChoices(typed, suggested).flatMap((choice) => {
    if (choice.type === "otherStore" || choice.type === "find") return [];
    const id = choice.type === "region" ? choice.region.id : choice.id;
    const place = choice.type === "region" ? `, ${choice.region.place}` : "";
    return [{ words: `${id}${place}`, value: id }];
  });
  const only = found.length === 1 ? found[0] : undefined;
  const region = only ?? (await choose(terminal, words.whichRegion, found));
  // Back to what was typed, and not to the question before.
  if (!isAnswer(region)) return region === "back" ? state : region;
  return after(state, { type: "regionSelected", region: region.value });
};

const act = async (
  { services, signal, terminal }: PlainTextSetupParams,
  state: SetupState,
  row: ResultRow,
): Promise<Step> => {
  switch (row.type) {
    case "useRegion":
      return after(state, { type: "regionSelected", region: row.region });
    case "checkAgain":
      return after(state, { type: "checkStarted" });
    case "correct":
      return after(state, { type: "correct", question: row.question });
    case "save":
    case "saveAnyway": {
      const saved = await storeSetup(state, services, signal);
      if (saved.ok) return saved.value;
      sayError(terminal, saved.error);
      return after(state, { type: "checkStarted" });
    }
    default:
      return row satisfies never;
  }
};

const showResult = async (params: PlainTextSetupParams, state: SetupState): Promise<Step> => {
  const { terminal, services, signal } = params;
  const isLogOnly = isLogGoal(state.context.goal);
  terminal.say(isLogOnly ? setupWords.checkingLog : setupWords.checking);
  const [result, log] = await Promise.all([
    checkSetup(state, services, signal),
    checkSetupLog(state, services, signal),
  ]);
  const number = state.checkNumber;
  const checked = after(
    state,
    { type: "checkEnded", number, result },
    ...(log === null ? [] : [{ type: "logChecked", number, result: log } as const]),
  );
  // The store has named the region that was left open: it is asked there.
  if (checked.check.status === "running") return checked;
  if (result.ok && result.value) {
    terminal.say(setupWords.mayList);
    terminal.say(
      result.value.write === "granted" ? setupWords.mayWrite : setupWords.mayWriteUnknown,
    );
  }
  if (log?.ok) {
    terminal.say(setupWords.logAnswers);
    terminal.say(setupWords.logToken(log.value));
  }
  for (const { label, value, detail } of summaryRows(checked, "*"))
    terminal.say(words.summary(label, value, detail));
  const error = checkError(checked);
  if (error !== null) sayError(terminal, error);
  const draft = state.context.goal.type === "connection" ? toDraft(state) : null;
  if (draft?.ok && draft.value.session) {
    terminal.say(setupWords.keysEnd(draft.value.session.expiresAtMs));
  }
  const name = draft?.ok ? draft.value.name : "";
  const choices = resultRows(checked).map((row) => ({
    words:
      row.type === "save" && isInvitation(checked)
        ? summaryWords.saveAndSelect
        : setupWords.row(row, name, checked.answers),
    value: row,
  }));
  const row = await choose(terminal, words.menu, choices);
  if (!isAnswer(row)) return row === "back" ? goBack(params, checked) : row;
  return act(params, checked, row.value);
};

/** The set-up line by line. Same questions, checks and remedies as on the screen. "back": from the first question. */
export const plainTextSetup = async (params: PlainTextSetupParams): Promise<Asked<SavedSetup>> => {
  const { services, settings, goal, terminal } = params;
  const [holder, passphraseNeed, profiles] = await Promise.all([
    services.secretHolder(),
    services.passphraseNeed(),
    services.awsProfiles(),
  ]);
  let step: Step = initialSetup({ goal, settings, holder, passphraseNeed, profiles });
  terminal.say(words.back);
  while (typeof step === "object" && !isSaved(step)) {
    const state: SetupState = step;
    sayQuestion(params, state);
    if (state.question === "region") step = await askRegion(params, state);
    else if (state.question === "result") step = await showResult(params, state);
    else step = await askTyped(params, state, state.question);
  }
  return isSaved(step) ? { value: step } : step;
};
