import { parseRate } from "../../domain/rate.ts";
import { isBlank } from "../../domain/non-empty.ts";
import { keyName } from "../../domain/object-key.ts";
import { lacksPassphrase } from "../../domain/retry.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import type { TransferStateName } from "../../domain/transfer.ts";
import type { UploadQueue } from "../../services/ports/upload-queue.ts";
import {
  whatHolds,
  type QueueSnapshot,
  type TransferView,
} from "../../services/ports/transfer-view.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { queueWords } from "../../words/queue.ts";
import { ask, isAnswer, type Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import { chooseSeveral } from "./choose-several.ts";
import { forOwner, goalOf, sayOwnerNotice, type OwnerNoticeParams } from "./plain-text-failures.ts";
import { plainTextUnlock } from "./plain-text-unlock.ts";
import { sayError } from "./say-error.ts";
import { followQueue, type FollowParams } from "./follow-queue.ts";

/** More than anybody goes through by ear; those that ask for attention come first. */
const listedWindow = { from: 0, count: 1_000 };

/** What can be done with files of the queue, and with which of them. */
const actions = {
  pause: { states: ["waiting", "uploading"], run: (queue, ids) => queue.pause(ids) },
  resume: { states: ["paused"], run: (queue, ids) => queue.resume(ids) },
  sendFirst: { states: ["waiting", "paused"], run: (queue, ids) => queue.sendFirst(ids) },
  retry: { states: ["failed"], run: (queue, ids) => queue.retry(ids) },
  rename: { states: ["skipped"], run: (queue, ids) => queue.retry(ids, "rename") },
  cancel: {
    states: ["waiting", "uploading", "paused", "failed"],
    run: (queue, ids) => queue.cancel(ids),
  },
  dismiss: {
    states: ["delivered", "failed", "skipped", "cancelled"],
    run: (queue, ids) => queue.dismiss(ids),
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly states: readonly TransferStateName[];
      readonly run: (queue: UploadQueue, ids: readonly string[]) => Promise<void>;
    }
  >
>;

type ActionName = keyof typeof actions;

const actionNames: readonly ActionName[] = [
  "pause",
  "resume",
  "retry",
  "rename",
  "cancel",
  "dismiss",
  "sendFirst",
];

const fitting = ({ rows }: QueueSnapshot, name: ActionName): readonly TransferView[] => {
  const states: readonly TransferStateName[] = actions[name].states;
  return rows.filter(({ state }) => states.includes(state));
};

const rowWords = (row: TransferView, queue: QueueSnapshot): string => {
  const why = row.error === null ? null : errorWords(row.error).happened;
  const state = queueWords.stateOf(row.state, { trouble: row.heldBy ?? queue.trouble });
  return words.queueRow(keyName(row.target.key), state, why);
};

const isSure = async ({ terminal }: FollowParams, count: number) =>
  choose(terminal, words.cancelQuestion(count), [
    { words: queueWords.cancelNo, value: false },
    { words: queueWords.cancelYes, value: true },
  ]);

/** Asks for the files, and does it. False: the input ended. */
const act = async (
  params: FollowParams,
  snapshot: QueueSnapshot,
  name: ActionName,
): Promise<boolean> => {
  const { terminal, queue } = params;
  const chosen = await chooseSeveral(
    terminal,
    words.whichFiles[name],
    fitting(snapshot, name).map((row) => ({
      words: rowWords(row, snapshot),
      value: row.id,
    })),
  );
  if (!isAnswer(chosen)) return chosen === "back";
  const ids = chosen.value;
  if (ids.length === 0) return true;
  if (name === "cancel") {
    const sure = await isSure(params, ids.length);
    if (!isAnswer(sure)) return sure === "back";
    if (!sure.value) return true;
  }
  await actions[name].run(queue, ids);
  terminal.say(words.queueDone[name](ids.length));
  return true;
};

/** False: the input ended. */
const askLimit = async ({ terminal, queue }: FollowParams): Promise<boolean> => {
  for (;;) {
    const typed = await ask(terminal, queueWords.limitLabel);
    if (!isAnswer(typed)) return typed === "back";
    if (isBlank(typed.value)) {
      await queue.limit(null);
      return true;
    }
    const rate = parseRate(typed.value);
    if (rate.ok) {
      await queue.limit(rate.value);
      terminal.say(queueWords.limit(rate.value));
      return true;
    }
    terminal.say(queueWords.limitWrong(errorWords(rate.error).happened));
  }
};

type Task =
  | ActionName
  | "renew"
  | "ownerNotice"
  | "redirect"
  | "unlock"
  | "tryNow"
  | "follow"
  | "list"
  | "limit";

const tasksFor = (snapshot: QueueSnapshot, active: ActiveDestination): readonly Task[] => {
  const { files } = snapshot.totals;
  const isTriedAgain = whatHolds(snapshot).some(({ nextTryInMs }) => nextTryInMs !== undefined);
  return [
    ...(goalOf(snapshot, active) === null ? [] : (["renew"] as const)),
    ...(lacksPassphrase(snapshot.trouble) ? (["unlock"] as const) : []),
    ...(isTriedAgain ? (["tryNow"] as const) : []),
    ...(files.uploading + files.waiting > 0 ? (["follow"] as const) : []),
    ...(snapshot.rowCount > 0 ? (["list"] as const) : []),
    ...actionNames.filter((name) => fitting(snapshot, name).length > 0),
    ...(files.failed > 0 ? (["redirect"] as const) : []),
    ...(forOwner(snapshot).length > 0 ? (["ownerNotice"] as const) : []),
    "limit",
  ];
};

/** Says every file, some at a time. False: the input ended. */
const list = async ({ terminal }: FollowParams, snapshot: QueueSnapshot): Promise<boolean> => {
  const { rows } = snapshot;
  for (let from = 0; from < rows.length; from += 20) {
    for (const row of rows.slice(from, from + 20)) terminal.say(rowWords(row, snapshot));
    if (from + 20 >= rows.length) return true;
    const typed = await ask(terminal, words.enterForMore(rows.length - from - 20));
    if (typed === "end of input") return false;
    if (typed === "back") return true;
  }
  return true;
};

/** Asks which failed files are to go elsewhere, and leads them there. False: the input ended. */
const redirect = async (params: QueueParams, snapshot: QueueSnapshot): Promise<boolean> => {
  const chosen = await chooseSeveral(
    params.terminal,
    words.whichFiles.redirect,
    fitting(snapshot, "retry").map((row) => ({
      words: rowWords(row, snapshot),
      value: row,
    })),
  );
  if (!isAnswer(chosen)) return chosen === "back";
  return (await params.redirect(chosen.value)) !== "end of input";
};

/** Lets the queue go on before its time, and no file that a person has stopped. */
const tryNow = async ({ terminal, queue }: FollowParams): Promise<boolean> => {
  await queue.resume([]);
  terminal.say(words.triesNow);
  return true;
};

/** Asks for what was refused; what failed because of it goes on by itself once it is saved. False: the input ended. */
const renew = async (params: QueueParams, snapshot: QueueSnapshot): Promise<boolean> => {
  const goal = goalOf(snapshot, params.active);
  return goal === null || (await params.setUp(goal)) !== "end of input";
};

const doTask = (
  params: QueueParams,
  snapshot: QueueSnapshot,
  task: Exclude<Task, "follow">,
): Promise<boolean> => {
  if (task === "list") return list(params, snapshot);
  if (task === "limit") return askLimit(params);
  if (task === "redirect") return redirect(params, snapshot);
  if (task === "tryNow") return tryNow(params);
  if (task === "renew") return renew(params, snapshot);
  if (task === "ownerNotice") return sayOwnerNotice(params, forOwner(snapshot));
  if (task === "unlock") return plainTextUnlock(params.terminal, params.services);
  return act(params, snapshot, task);
};

export interface QueueParams extends FollowParams, OwnerNoticeParams {
  /** Asks for one value that is missing or refused. */
  readonly setUp: (goal: SetupGoal) => Promise<Asked<unknown>>;
  /** Leads failed files to another destination. */
  readonly redirect: (views: readonly TransferView[]) => Promise<"back" | "end of input">;
}

/**
 * The queue by lines: what is going on, and what can be done about it, until the person goes back. "end of input":
 * nobody is there any more.
 */
export const plainTextQueue = async (params: QueueParams): Promise<"back" | "end of input"> => {
  const { terminal, queue } = params;
  for (;;) {
    const snapshot = await queue.snapshot(listedWindow);
    terminal.say(snapshot.rowCount === 0 ? words.idle : words.queueNow(snapshot));
    for (const { error, nextTryInMs } of whatHolds(snapshot)) {
      sayError(terminal, error);
      // Of the whole queue the line above has said it.
      if (snapshot.trouble === null && nextTryInMs !== undefined)
        terminal.say(words.heldUntil(nextTryInMs));
    }
    const task = await choose(
      terminal,
      words.menu,
      tasksFor(snapshot, params.active).map((value) => ({ words: words.queueTask[value], value })),
    );
    if (!isAnswer(task)) return task;
    const isThere =
      task.value === "follow"
        ? (await followQueue(params)) !== "end of input"
        : await doTask(params, snapshot, task.value);
    if (!isThere) return "end of input";
  }
};
