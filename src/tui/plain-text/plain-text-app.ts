import { clearHost } from "../../domain/loopback.ts";
import { exitCodes } from "../../domain/exit-codes.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import { formatWhen } from "../../domain/format.ts";
import { emptySettings, haveKeysEnded, type Settings } from "../../domain/settings.ts";
import { activeDestination } from "../active-destination.ts";
import { filesAtWork } from "../files-at-work.ts";
import type { AppStart } from "../app-start.ts";
import { continuesAfterQuit, isStoppedForGood } from "../leaving.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { appWords } from "../../words/app.ts";
import { destinationWords } from "../../words/connections.ts";
import { choose } from "./choose.ts";
import { followQueue } from "./follow-queue.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { plainTextReset } from "./plain-text-reset.ts";
import { sayError } from "./say-error.ts";
import { plainTextUpload } from "./plain-text-upload.ts";
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

const receiptsReported = 20;

const tasks = ["send", "queue", "history", "connections", "setup", "reset", "quit"] as const;

const sayHistory = async ({ terminal, services }: PlainTextAppParams): Promise<void> => {
  const found = await services.receipts(receiptsReported);
  if (!found.ok) return sayError(terminal, found.error);
  if (found.value.length === 0) terminal.say(words.nothingSent);
  for (const { name, bytes, endedAtMs, bucket, key } of found.value)
    terminal.say(words.receipt(name, bytes, formatWhen(endedAtMs, Date.now()), `${bucket}/${key}`));
  return undefined;
};

const selectDestination = (
  terminal: PlainTerminal,
  { connections }: Settings,
): Promise<ActiveDestination | null> =>
  choose(
    terminal,
    words.which,
    connections.flatMap(({ name, region, destinations }) =>
      destinations.map((destination) => ({
        words: `${name}: ${destinationWords(destination)}`,
        value: { connection: name, region, destination },
      })),
    ),
  );

/** Where things stand between two tasks. */
interface Standing {
  readonly settings: Settings;
  readonly active: ActiveDestination;
}

const setUp = async (
  { terminal, services, signal }: PlainTextAppParams,
  settings: Settings,
  goal: SetupGoal,
): Promise<Standing | null> => {
  const canCancel = settings.connections.length > 0;
  const saved = await plainTextSetup({ terminal, services, settings, goal, canCancel, signal });
  if (saved === null) return null;
  const active = activeDestination(saved.settings, saved.draft?.name, saved.draft ?? undefined);
  return active === null ? null : { settings: saved.settings, active };
};

/** Does one task; null when no connection is left. */
const doTask = async (
  params: PlainTextAppParams,
  standing: Standing,
  task: Exclude<(typeof tasks)[number], "quit">,
): Promise<Standing | null> => {
  const { terminal, services, signal } = params;
  const { settings, active } = standing;
  const { showHidden } = settings.preferences;
  switch (task) {
    case "send": {
      const connection = settings.connections.find(({ name }) => name === active.connection);
      if (connection && haveKeysEnded(connection, Date.now())) {
        terminal.say(appWords.keysEnded(connection.name));
        const goal = { type: "accessKey", connection: connection.name } as const;
        return (await setUp(params, settings, goal)) ?? standing;
      }
      const { options, endpoint = null } = connection ?? {};
      const host = clearHost(endpoint);
      const upload = { terminal, services, active, showHidden, options, clearHost: host, signal };
      const isSending = await plainTextUpload(upload);
      if (isSending) await followQueue({ terminal, queue: services.queue, signal });
      return standing;
    }
    case "queue":
      await followQueue({ terminal, queue: services.queue, signal });
      return standing;
    case "history":
      await sayHistory(params);
      return standing;
    case "connections":
      return { settings, active: (await selectDestination(terminal, settings)) ?? active };
    case "setup":
      return (await setUp(params, settings, { type: "connection" })) ?? standing;
    case "reset": {
      const left = await plainTextReset(terminal, services, settings);
      const next =
        activeDestination(left, active.connection, active.destination) ?? activeDestination(left);
      return next === null ? null : { settings: left, active: next };
    }
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
  terminal.say(words.leaving(count, continuesAfterQuit(services, isStopped)));
};

/** The app line by line, with numbered choices; gives the exit code. */
export const runPlainTextApp = async (params: PlainTextAppParams): Promise<number> => {
  const { terminal, services, connection, startAt } = params;
  const settings = await loadSettings(params);
  if (settings === null) return exitCodes.notSetUp;
  const known = activeDestination(settings, connection);
  let standing: Standing | null = known === null ? null : { settings, active: known };
  if (standing === null || startAt === "setup")
    standing = (await setUp(params, settings, { type: "connection" })) ?? standing;
  if (standing === null) return exitCodes.notSetUp;
  const started = await plainTextStart(terminal, services, standing.active);
  if (started === false) return exitCodes.notSetUp;
  if (started.goal !== null) {
    standing = (await setUp(params, standing.settings, started.goal)) ?? standing;
  }
  while (standing !== null) {
    const choices = tasks.map((value) => ({ words: words[value], value }));
    const task = await choose(terminal, words.menu, choices);
    if (task === null || task === "quit") break;
    standing = await doTask(params, standing, task);
  }
  await sayGoodbye(params);
  return standing === null ? exitCodes.notSetUp : exitCodes.done;
};
