import path from "node:path";
import type { Conflict } from "../../domain/delivery-plan.ts";
import {
  conflictPolicies,
  type ConflictPolicy,
  type UploadOptions,
} from "../../domain/transfer.ts";
import { reviewTotals, toRequests } from "../screens/review/review-rows.ts";
import { queueRequests } from "../screens/review/queue-requests.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { errorLine, errorWords } from "../../words/errors/error-words.ts";
import { reviewWords } from "../../words/review.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
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

/** One answer for all, or one for each. Null: the input ended. */
const askConflicts = async (
  terminal: PlainTerminal,
  conflicts: readonly Conflict[],
): Promise<ReadonlyMap<string, ConflictPolicy> | null> => {
  if (conflicts.length === 0) return new Map();
  for (const { key } of conflicts) terminal.say(words.conflict(key));
  const forAll = await choose<ConflictPolicy | "each">(terminal, words.conflictForAll, [
    ...answersTo,
    ...(conflicts.length > 1 ? [{ words: words.oneByOne, value: "each" as const }] : []),
  ]);
  if (forAll === null) return null;
  const answers = new Map<string, ConflictPolicy>();
  for (const { path: file } of conflicts) {
    const answer =
      forAll === "each"
        ? await choose(terminal, reviewWords.question(path.basename(file)), answersTo)
        : forAll;
    if (answer === null) return null;
    answers.set(file, answer);
  }
  return answers;
};

const findConflicts = async (
  { terminal, services, active, signal }: PlainTextUploadParams,
  plan: Parameters<AppServices["findConflicts"]>[0],
): Promise<readonly Conflict[]> => {
  const found = await services.findConflicts(plan, active, signal);
  if (found.ok) return found.value;
  terminal.say(reviewWords.conflictsUnknown(errorLine(found.error)));
  return [];
};

/** Chooses, reviews and queues. True when something is on its way. */
export const plainTextUpload = async (params: PlainTextUploadParams): Promise<boolean> => {
  const { terminal, services, active, signal } = params;
  const selected = await pickFiles(params);
  if (selected.length === 0) {
    terminal.say(words.nothingSelected);
    return false;
  }
  const planned = await services.planDelivery(selected, active, () => undefined, signal);
  if (!planned.ok) {
    sayError(terminal, planned.error);
    return false;
  }
  const plan = planned.value;
  for (const { path: file, error } of plan.skipped)
    terminal.say(words.cannotSend(file, errorWords(error).happened));
  const conflicts = plan.files.length === 0 ? [] : await findConflicts(params, plan);
  const answers = await askConflicts(terminal, conflicts);
  if (answers === null) return false;
  const taken = new Set(conflicts.map((conflict) => conflict.path));
  const free = plan.files.filter((file) => !taken.has(file.path));
  const reviewed = { plan, conflicts, free, answers };
  const { files, bytes } = reviewTotals(reviewed);
  terminal.say(files === 0 ? words.nothingToSend : reviewWords.total(files, bytes, null));
  if (files === 0) return false;
  if (params.clearHost !== null) terminal.say(reviewWords.inClear(params.clearHost));
  const isSending = await choose(terminal, words.menu, [
    { words: words.sendNow, value: true },
    { words: words.notNow, value: false },
  ]);
  if (isSending !== true) return false;
  const { bucket } = active.destination;
  const place = { connection: active.connection, bucket };
  const requests = toRequests(reviewed, place, params.options);
  const { queued, refused, failure } = await queueRequests(services, requests, () => undefined);
  for (const error of refused) sayError(terminal, error);
  if (failure) sayError(terminal, failure);
  return queued > 0;
};
