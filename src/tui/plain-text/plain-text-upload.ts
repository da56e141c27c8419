import path from "node:path";
import { formatWhen } from "../../domain/format.ts";
import type {
  Conflict,
  DeliveredFile,
  DeliveryPlan,
  PlannedFile,
  SelectedPath,
} from "../../domain/delivery-plan.ts";
import {
  conflictPolicies,
  type ConflictPolicy,
  type UploadOptions,
} from "../../domain/transfer.ts";
import { reviewTotals, toRequests } from "../screens/review/review-rows.ts";
import { sortPlanned, type SortedPlan } from "../screens/review/sort-planned.ts";
import { dismissQueued } from "../screens/review/dismiss-queued.ts";
import type { Redirected } from "../screens/redirect/redirected.ts";
import { compareWords } from "../../words/compare.ts";
import { plainTextCompare } from "./plain-text-compare.ts";
import { queueRequests } from "../screens/review/queue-requests.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { errorLine, errorWords } from "../../words/errors/error-words.ts";
import { reviewWords } from "../../words/review.ts";
import { isAnswer, type Asked } from "./asked.ts";
import { choose, type Choice } from "./choose.ts";
import { chooseSeveral } from "./choose-several.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { unlockFor } from "./plain-text-unlock.ts";
import { pickFiles } from "./pick-files.ts";
import { sayError } from "./say-error.ts";

export interface PlainTextUploadParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly active: ActiveDestination;
  readonly showHidden: boolean;
  /** What the owner of the bucket asks of every upload. */
  readonly options?: UploadOptions | undefined;
  /** Host that files go to in the clear. */
  readonly clearHost: string | null;
  readonly signal: AbortSignal;
}

const answersTo = conflictPolicies.map((value) => ({ words: reviewWords.answer[value], value }));

type Answers = ReadonlyMap<string, ConflictPolicy>;

/** One answer for all, or one for each; a step back from one of them leads to the question for all. */
const askConflicts = async (
  terminal: PlainTerminal,
  conflicts: readonly Conflict[],
): Promise<Asked<Answers>> => {
  if (conflicts.length === 0) return { value: new Map() };
  for (const { key } of conflicts) terminal.say(words.conflict(key));
  const forAll = await choose<ConflictPolicy | "each">(terminal, words.conflictForAll, [
    ...answersTo,
    ...(conflicts.length > 1 ? [{ words: words.oneByOne, value: "each" as const }] : []),
  ]);
  if (!isAnswer(forAll)) return forAll;
  const answers = new Map<string, ConflictPolicy>();
  for (const { path: file } of conflicts) {
    const one =
      forAll.value === "each"
        ? await choose(terminal, reviewWords.question(path.basename(file)), answersTo)
        : { value: forAll.value };
    if (one === "end of input") return one;
    if (one === "back") return askConflicts(terminal, conflicts);
    answers.set(file, one.value);
  }
  return { value: answers };
};

const findConflicts = async (
  { terminal, services, active, signal }: PlainTextUploadParams,
  plan: DeliveryPlan,
): Promise<readonly Conflict[]> => {
  const found = await services.findConflicts(plan, active, signal);
  if (found.ok) return found.value;
  terminal.say(reviewWords.conflictsUnknown(errorLine(found.error)));
  return [];
};

/** The passphrase is asked for where the keys cannot be read without it. False: the input ended. */
const unlocked = ({ terminal, services, active }: PlainTextUploadParams): Promise<boolean> =>
  unlockFor(terminal, services, [active.connection]);

/** The files of a plan, by what the storage service and the own receipts say of them. */
const sortFiles = async (
  params: PlainTextUploadParams,
  plan: DeliveryPlan,
): Promise<SortedPlan> => {
  if (plan.files.length === 0) return sortPlanned(plan, [], []);
  const conflicts = await findConflicts(params, plan);
  const paths = plan.files.map((file) => file.path);
  const past = await params.services.pastDeliveries(paths, params.active, params.signal);
  return sortPlanned(plan, conflicts, past.ok ? past.value : []);
};

const withFiles = (plan: DeliveryPlan, files: readonly PlannedFile[]): DeliveryPlan => {
  const totalBytes = files.reduce((sum, { fingerprint }) => sum + fingerprint.sizeBytes, 0);
  return { ...plan, files, totalBytes };
};

/** The plan without some of its files. */
const without = (plan: DeliveryPlan, left: ReadonlySet<string>): DeliveryPlan =>
  withFiles(
    plan,
    plan.files.filter((file) => !left.has(file.path)),
  );

/** What stands in the review. */
interface Reviewed {
  readonly plan: DeliveryPlan;
  readonly conflicts: readonly Conflict[];
  readonly delivered: readonly [];
  readonly free: readonly PlannedFile[];
  readonly answers: Answers;
  readonly leftOut: ReadonlyMap<string, number>;
}

/** What the review is about, as the person changes it. */
interface UnderReview {
  /** Without what was left out, or was delivered already. */
  readonly plan: DeliveryPlan;
  readonly conflicts: readonly Conflict[];
  readonly answers: Answers;
  readonly delivered: readonly DeliveredFile[];
}

const toReviewed = ({ plan, conflicts: all, answers }: UnderReview): Reviewed => {
  const planned = new Set(plan.files.map((file) => file.path));
  const conflicts = all.filter((conflict) => planned.has(conflict.path));
  const taken = new Set(conflicts.map((conflict) => conflict.path));
  const free = plan.files.filter((file) => !taken.has(file.path));
  return { plan, conflicts, delivered: [], free, answers, leftOut: new Map() };
};

const entry = ({ key, fingerprint }: PlannedFile): string =>
  words.fileEntry(key, fingerprint.sizeBytes);

/** Files that were delivered already and are wanted once more, with a question where something has their key. */
const takeIn = async (terminal: PlainTerminal, under: UnderReview): Promise<Asked<UnderReview>> => {
  const chosen = await chooseSeveral(
    terminal,
    words.takeInWhich,
    under.delivered.map((one) => ({ words: entry(one.file), value: one })),
  );
  if (!isAnswer(chosen)) return chosen;
  const wanted = new Set(chosen.value);
  const conflicts = chosen.value.flatMap(({ conflict }) => conflict ?? []);
  const answers = await askConflicts(terminal, conflicts);
  if (!isAnswer(answers)) return answers;
  const files = [...chosen.value.map(({ file }) => file), ...under.plan.files];
  return {
    value: {
      plan: withFiles(under.plan, files),
      conflicts: [...under.conflicts, ...conflicts],
      answers: new Map([...under.answers, ...answers.value]),
      delivered: under.delivered.filter((one) => !wanted.has(one)),
    },
  };
};

const leaveOut = async (
  terminal: PlainTerminal,
  under: UnderReview,
): Promise<Asked<UnderReview>> => {
  const left = await chooseSeveral(
    terminal,
    words.leaveOutWhich,
    under.plan.files.map((file) => ({ words: entry(file), value: file.path })),
  );
  if (!isAnswer(left)) return left;
  return { value: { ...under, plan: without(under.plan, new Set(left.value)) } };
};

type ReviewTask = "send" | "leave out" | "take in" | "not" | "compare";

const reviewTasks = (files: number, { delivered }: UnderReview): readonly Choice<ReviewTask>[] => {
  const again: readonly Choice<ReviewTask>[] =
    delivered.length > 0 ? [{ words: words.takeIn, value: "take in" }] : [];
  if (files === 0) return [...again, { words: words.notNow, value: "not" }];
  return [
    { words: words.sendNow, value: "send" },
    { words: words.leaveOut, value: "leave out" },
    { words: words.notNow, value: "not" },
    { words: compareWords.start, value: "compare" },
    ...again,
  ];
};

/** The review: how much it is, files that may be left out or taken in, and the start. */
const review = async (
  params: PlainTextUploadParams,
  first: UnderReview,
): Promise<Asked<Reviewed>> => {
  const { terminal, clearHost } = params;
  let under = first;
  for (;;) {
    const reviewed = toReviewed(under);
    const { files, bytes } = reviewTotals(reviewed);
    terminal.say(files === 0 ? words.nothingToSend : reviewWords.total(files, bytes, null));
    if (files === 0 && under.delivered.length === 0) return "back";
    if (files > 0 && clearHost !== null) terminal.say(reviewWords.inClear(clearHost));
    const task = await choose(terminal, words.menu, reviewTasks(files, under));
    if (!isAnswer(task)) return task;
    if (task.value === "send") return { value: reviewed };
    if (task.value === "not") return "back";
    if (task.value === "compare") {
      const paths = under.plan.files.map((file) => file.path);
      if (!(await plainTextCompare(params, paths))) return "end of input";
      continue;
    }
    const change = task.value === "take in" ? takeIn : leaveOut;
    const changed = await change(terminal, under);
    if (changed === "end of input") return changed;
    if (isAnswer(changed)) under = changed.value;
  }
};

/** Reviews and queues. "queued": something is on its way. What failed elsewhere leaves the queue with it. */
export const plainTextReview = async (
  params: PlainTextUploadParams,
  selected: readonly SelectedPath[],
  failed: readonly Redirected[] = [],
): Promise<"queued" | "back" | "end of input"> => {
  const { terminal, services, active, signal } = params;
  const planned = await services.planDelivery(selected, active, () => undefined, signal);
  if (!planned.ok) {
    sayError(terminal, planned.error);
    return "back";
  }
  const whole = planned.value;
  for (const { path: file, error } of whole.skipped)
    terminal.say(words.cannotSend(file, errorWords(error).happened));
  if (whole.files.length > 0 && !(await unlocked(params))) return "end of input";
  const { conflicts, delivered } = await sortFiles(params, whole);
  for (const { file, deliveredAtMs } of delivered)
    terminal.say(words.alreadyDelivered(file.path, formatWhen(deliveredAtMs, Date.now()).trim()));
  const plan = without(whole, new Set(delivered.map(({ file }) => file.path)));
  const answers = await askConflicts(terminal, conflicts);
  if (!isAnswer(answers)) return answers;
  const under = { plan, conflicts, answers: answers.value, delivered };
  const reviewed = await review(params, under);
  if (!isAnswer(reviewed)) return reviewed;
  const { bucket } = active.destination;
  const place = { connection: active.connection, bucket };
  const requests = toRequests(reviewed.value, place, params.options);
  const added = await queueRequests(services, requests, () => undefined);
  const { queued, refused, failure } = added;
  for (const error of refused) sayError(terminal, error);
  if (failure) sayError(terminal, failure);
  if (failure === null) await dismissQueued(services.queue, failed, requests, added);
  return queued > 0 ? "queued" : "back";
};

/** Chooses, reviews and queues. "queued": something is on its way. */
export const plainTextUpload = async (
  params: PlainTextUploadParams,
): Promise<"queued" | "back" | "end of input"> => {
  const picked = await pickFiles(params);
  if (!isAnswer(picked)) return picked;
  if (picked.value.length > 0) return plainTextReview(params, picked.value);
  params.terminal.say(words.nothingSelected);
  return "back";
};
