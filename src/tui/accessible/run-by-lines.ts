import { exitCodes } from "../../domain/exit-codes.ts";
import { formatWhen } from "../../domain/format.ts";
import { emptySettings, type Settings } from "../../domain/settings.ts";
import { activeDestination } from "../active-destination.ts";
import { filesAtWork } from "../hooks/use-queue-work.ts";
import type { ActiveDestination, AppServices } from "../services.ts";
import type { SetupGoal } from "../screens/setup/setup-state.ts";
import { accessibleWords as words } from "../words/accessible.ts";
import { destinationWords } from "../words/connections.ts";
import { choose } from "./choose.ts";
import { followQueue } from "./follow-queue.ts";
import type { LineTerminal } from "./line-terminal.ts";
import { resetByLines } from "./reset-by-lines.ts";
import { sayError } from "./say-error.ts";
import { sendByLines } from "./send-by-lines.ts";
import { setupByLines } from "./setup-by-lines.ts";
import { askUnreadable, startByLines } from "./start-by-lines.ts";

export interface RunByLinesParams {
  readonly terminal: LineTerminal;
  readonly services: AppServices;
  readonly connection?: string | undefined;
  readonly startAt: "files" | "setup" | "reset";
  /** Aborted when the person or a signal ends the app. */
  readonly signal: AbortSignal;
}

const receiptsTold = 20;

const tasks = ["send", "queue", "history", "connections", "setup", "reset", "quit"] as const;

const sayHistory = async ({ terminal, services }: RunByLinesParams): Promise<void> => {
  const found = await services.receipts(receiptsTold);
  if (!found.ok) return sayError(terminal, found.error);
  if (found.value.length === 0) terminal.say(words.nothingSent);
  for (const { name, bytes, endedAtMs, bucket, key } of found.value)
    terminal.say(words.receipt(name, bytes, formatWhen(endedAtMs, Date.now()), `${bucket}/${key}`));
  return undefined;
};

const chooseDestination = (
  terminal: LineTerminal,
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
  { terminal, services, signal }: RunByLinesParams,
  settings: Settings,
  goal: SetupGoal,
): Promise<Standing | null> => {
  const saved = await setupByLines({ terminal, services, settings, goal, signal });
  if (saved === null) return null;
  const active = activeDestination(saved.settings, saved.draft?.name, saved.draft ?? undefined);
  return active === null ? null : { settings: saved.settings, active };
};

/** Does one task; null when no connection is left. */
const doTask = async (
  params: RunByLinesParams,
  standing: Standing,
  task: Exclude<(typeof tasks)[number], "quit">,
): Promise<Standing | null> => {
  const { terminal, services, signal } = params;
  const { settings, active } = standing;
  const { showHidden } = settings.preferences;
  switch (task) {
    case "send": {
      const isSending = await sendByLines({ terminal, services, active, showHidden, signal });
      if (isSending) await followQueue({ terminal, desk: services.desk, signal });
      return standing;
    }
    case "queue":
      await followQueue({ terminal, desk: services.desk, signal });
      return standing;
    case "history":
      await sayHistory(params);
      return standing;
    case "connections":
      return { settings, active: (await chooseDestination(terminal, settings)) ?? active };
    case "setup":
      return (await setUp(params, settings, { type: "connection" })) ?? standing;
    case "reset": {
      const left = await resetByLines(terminal, services, settings);
      const next = activeDestination(left, active.connection, active.destination);
      return next === null ? null : { settings: left, active: next };
    }
    default:
      return task satisfies never;
  }
};

/** Settings to begin with; null when a file cannot be read and the person leaves. */
const loadSettings = async ({ terminal, services }: RunByLinesParams): Promise<Settings | null> => {
  const loaded = await services.loadSettings();
  if (loaded.ok) return loaded.value;
  if (loaded.error.code === "StateUnreadable")
    return (await askUnreadable(terminal, services, loaded.error)) ? emptySettings : null;
  sayError(terminal, loaded.error);
  return emptySettings;
};

const sayGoodbye = async ({ terminal, services }: RunByLinesParams): Promise<void> => {
  const snapshot = await services.desk.snapshot({ from: 0, count: 0 }).catch(() => null);
  terminal.say(words.leaving(snapshot === null ? 0 : filesAtWork(snapshot.totals)));
};

/** The app line by line, with numbered choices; gives the exit code. */
export const runByLines = async (params: RunByLinesParams): Promise<number> => {
  const { terminal, services, connection, startAt } = params;
  const settings = await loadSettings(params);
  if (settings === null) return exitCodes.notSetUp;
  const known = activeDestination(settings, connection);
  let standing: Standing | null = known === null ? null : { settings, active: known };
  if (standing === null || startAt === "setup")
    standing = (await setUp(params, settings, { type: "connection" })) ?? standing;
  if (standing === null) return exitCodes.notSetUp;
  const started = await startByLines(terminal, services, standing.active);
  if (started === false) return exitCodes.notSetUp;
  if (started.missingSecret !== null) {
    const goal = { type: "secret", connection: started.missingSecret } as const;
    standing = (await setUp(params, standing.settings, goal)) ?? standing;
  }
  if (startAt === "reset") standing = await doTask(params, standing, "reset");
  while (standing !== null) {
    const choices = tasks.map((value) => ({ words: words[value], value }));
    const task = await choose(terminal, words.menu, choices);
    if (task === null || task === "quit") break;
    standing = await doTask(params, standing, task);
  }
  await sayGoodbye(params);
  return standing === null ? exitCodes.notSetUp : exitCodes.done;
};
