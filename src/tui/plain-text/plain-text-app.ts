import { addressOf } from "../../domain/destination-address.ts";
import { clearHost } from "../../domain/loopback.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import { emptySettings, haveKeysEnded, type Settings } from "../../domain/settings.ts";
import { activeDestination } from "../active-destination.ts";
import { filesAtWork } from "../files-at-work.ts";
import type { AppStart } from "../app-start.ts";
import { continuesAfterQuit, isStoppedForGood } from "../leaving.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { appWords } from "../../words/app.ts";
import { batchWords } from "../../words/batch.ts";
import { isAnswer, type Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import { followQueue } from "./follow-queue.ts";
import { plainTextHistory } from "./plain-text-history.ts";
import { plainTextQueue } from "./plain-text-queue.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { plainTextSettings } from "./plain-text-settings.ts";
import { plainTextReset } from "./plain-text-reset.ts";
import { sayError } from "./say-error.ts";
import { selectDestination } from "./select-destination.ts";
import { plainTextRedirect } from "./plain-text-redirect.ts";
import { ownDestination, toSelection, type Redirected } from "../screens/redirect/redirected.ts";
import type { HistoryEntry } from "../../services/ports/history-store.ts";
import type { SelectedPath } from "../../domain/delivery-plan.ts";
import { plainTextReview, plainTextUpload } from "./plain-text-upload.ts";
import { plainTextSetup } from "./plain-text-setup.ts";
import { askUnreadable, plainTextStart } from "./plain-text-start.ts";

export interface PlainTextAppParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly connection?: string | undefined;
  readonly startAt: AppStart["startAt"];
  /** Aborted when the person or a signal ends the app. */
  readonly signal: AbortSignal;
}

const tasks = [
  "send",
  "queue",
  "history",
  "connections",
  "setup",
  "settings",
  "reset",
  "quit",
] as const;

type Task = Exclude<(typeof tasks)[number], "quit">;

/** Where things stand between two tasks. */
interface Standing {
  readonly settings: Settings;
  readonly active: ActiveDestination;
}

/** What a task leaves behind: where things stand, that no connection is left, or that nobody is there any more. */
type After = Standing | "no connection" | "end of input";

const setUp = async (
  { terminal, services, signal }: PlainTextAppParams,
  settings: Settings,
  goal: SetupGoal,
): Promise<Asked<Standing>> => {
  const canCancel = settings.connections.length > 0;
  const saved = await plainTextSetup({ terminal, services, settings, goal, canCancel, signal });
  if (!isAnswer(saved)) return saved;
  const { settings: now, draft } = saved.value;
  const active = activeDestination(now, draft?.name, draft ?? undefined);
  return active === null ? "back" : { value: { settings: now, active } };
};

/** Where things stand after a task that a person may go back from. */
const orBefore = (asked: Asked<Standing>, before: Standing): After => {
  if (isAnswer(asked)) return asked.value;
  return asked === "back" ? before : asked;
};

/** What an upload to a destination needs to know of it. */
const uploadTo = (
  { terminal, services, signal }: PlainTextAppParams,
  { connections, preferences: { showHidden } }: Settings,
  active: ActiveDestination,
) => {
  const connection = connections.find(({ name }) => name === active.connection);
  const { bucket } = active.destination;
  const host = clearHost(connection ? addressOf(connection, bucket).endpoint : null);
  const options = connection?.options;
  return { terminal, services, active, showHidden, options, signal, clearHost: host };
};

const send = async (params: PlainTextAppParams, standing: Standing): Promise<After> => {
  const { terminal, services, signal } = params;
  const { settings, active } = standing;
  const connection = settings.connections.find(({ name }) => name === active.connection);
  if (connection && haveKeysEnded(connection, Date.now())) {
    terminal.say(appWords.keysEnded(connection.name));
    const goal = { type: "accessKey", connection: connection.name } as const;
    return orBefore(await setUp(params, settings, goal), standing);
  }
  const sent = await plainTextUpload(uploadTo(params, settings, active));
  const left =
    sent === "queued" ? await followQueue({ terminal, queue: services.queue, signal }) : sent;
  return left === "end of input" ? left : standing;
};

/** The review of files that were chosen elsewhere than in a folder. */
const reviewFor =
  (params: PlainTextAppParams) =>
  async (
    settings: Settings,
    target: ActiveDestination,
    selected: readonly SelectedPath[],
    failed: readonly Redirected[] = [],
  ): Promise<"back" | "end of input"> => {
    const sent = await plainTextReview(uploadTo(params, settings, target), selected, failed);
    return sent === "queued" ? "back" : sent;
  };

/** The queue. What is added or renewed from there stays; the destination in use is the same. */
const showQueue = async (params: PlainTextAppParams, standing: Standing): Promise<After> => {
  const { terminal, services, signal } = params;
  const { queue } = services;
  const { active } = standing;
  let { settings } = standing;
  const setUpNow = async (goal: SetupGoal): Promise<Asked<Standing>> => {
    const added = await setUp(params, settings, goal);
    if (isAnswer(added)) ({ settings } = added.value);
    return added;
  };
  const left = await plainTextQueue({
    terminal,
    services,
    queue,
    signal,
    active,
    settings: () => settings,
    setUp: setUpNow,
    redirect: (views) => {
      const review = reviewFor(params);
      return plainTextRedirect({ terminal, settings, setUp: setUpNow, review }, views);
    },
  });
  return left === "back" ? { settings, active } : left;
};

const remove = async (
  { terminal, services }: PlainTextAppParams,
  standing: Standing,
): Promise<After> => {
  const { settings, active } = standing;
  const left = await plainTextReset(terminal, services, settings);
  if (!isAnswer(left)) return left === "back" ? standing : left;
  const next =
    activeDestination(left.value, active.connection, active.destination) ??
    activeDestination(left.value);
  return next === null ? "no connection" : { settings: left.value, active: next };
};

const doTask = async (
  params: PlainTextAppParams,
  standing: Standing,
  task: Task,
): Promise<After> => {
  const { terminal, services } = params;
  const { settings, active } = standing;
  switch (task) {
    case "send":
      return send(params, standing);
    case "queue":
      return showQueue(params, standing);
    case "history": {
      const review = (files: readonly HistoryEntry[]) => {
        const targets = files.map(({ target }) => target);
        const to = ownDestination(settings, targets) ?? active;
        return reviewFor(params)(settings, to, toSelection(settings, files));
      };
      const left = await plainTextHistory({ terminal, services, review });
      return left === "back" ? standing : left;
    }
    case "connections": {
      const chosen = await selectDestination(terminal, settings, active);
      if (!isAnswer(chosen)) return chosen === "back" ? standing : chosen;
      terminal.say(words.goesTo(appWords.destination(chosen.value)));
      const { connection, destination } = chosen.value;
      const { bucket, prefix } = destination;
      // Only a convenience: on a full disk the next start begins where this one did.
      await services.rememberDestination({ connection, bucket, prefix });
      return { settings, active: chosen.value };
    }
    case "setup":
      return orBefore(await setUp(params, settings, { type: "connection" }), standing);
    case "settings": {
      const left = await plainTextSettings({
        terminal,
        services,
        settings,
        setUp: async (before, goal) => {
          const changed = await setUp(params, before, goal);
          return isAnswer(changed) ? { value: changed.value.settings } : changed;
        },
      });
      return left.left === "back" ? { settings: left.settings, active } : left.left;
    }
    case "reset":
      return remove(params, standing);
    default:
      return task satisfies never;
  }
};

/** Settings to begin with; null when a file cannot be read and the person leaves. */
const loadSettings = async ({
  terminal,
  services,
}: PlainTextAppParams): Promise<Settings | null> => {
  const loaded = await services.loadSettings();
  if (loaded.ok) return loaded.value;
  if (loaded.error.code === "StateUnreadable")
    return (await askUnreadable(terminal, services, loaded.error)) ? emptySettings : null;
  sayError(terminal, loaded.error);
  return emptySettings;
};

const sayGoodbye = async ({ terminal, services }: PlainTextAppParams): Promise<void> => {
  const snapshot = await services.queue.snapshot({ from: 0, count: 0 }).catch(() => null);
  const isStopped = isStoppedForGood(snapshot?.trouble ?? null);
  const count = snapshot === null ? 0 : filesAtWork(snapshot.totals);
  const paused = snapshot?.totals.files.paused ?? 0;
  if (paused > 0) terminal.say(batchWords.leftPaused(paused));
  terminal.say(words.leaving(count, continuesAfterQuit(services, isStopped)));
};

/** Where to begin. Without a connection one is set up: a step back from its first question leads nowhere, and says so. */
const begin = async (params: PlainTextAppParams, settings: Settings): Promise<After> => {
  const { terminal, connection, startAt } = params;
  const active = activeDestination(settings, connection);
  const known = active === null ? null : { settings, active };
  if (known !== null && startAt !== "setup") return known;
  for (;;) {
    const asked = await setUp(params, settings, { type: "connection" });
    if (isAnswer(asked)) return asked.value;
    if (asked === "end of input") return asked;
    if (known !== null) return known;
    terminal.say(words.firstStep);
  }
};

const doTasks = async (params: PlainTextAppParams, begun: Standing): Promise<After> => {
  const { terminal } = params;
  const choices = tasks.map((value) => ({ words: words[value], value }));
  let standing: After = begun;
  while (typeof standing === "object") {
    const task: Asked<(typeof tasks)[number]> = await choose(terminal, words.menu, choices);
    if (task === "back") terminal.say(words.firstStep);
    else if (!isAnswer(task) || task.value === "quit") return standing;
    else standing = await doTask(params, standing, task.value);
  }
  return standing;
};

/** The app line by line, with numbered choices; gives the exit code. */
export const runPlainTextApp = async (params: PlainTextAppParams): Promise<number> => {
  const { terminal, services } = params;
  const settings = await loadSettings(params);
  if (settings === null) return exitCodes.notSetUp;
  const begun = await begin(params, settings);
  if (typeof begun !== "object") return exitCodes.notSetUp;
  const started = await plainTextStart(terminal, services, begun.active);
  if (started === "nothing was changed") return exitCodes.notSetUp;
  if (started === "end of input") {
    await sayGoodbye(params);
    return exitCodes.done;
  }
  const first =
    started.goal === null
      ? begun
      : orBefore(await setUp(params, begun.settings, started.goal), begun);
  const left = typeof first === "object" ? await doTasks(params, first) : first;
  await sayGoodbye(params);
  return left === "no connection" ? exitCodes.notSetUp : exitCodes.done;
};
