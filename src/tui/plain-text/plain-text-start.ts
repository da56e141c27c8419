import { openFiles } from "../../domain/batch.ts";
import type { AppErrorOf } from "../../domain/errors.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import type { Transfer } from "../../domain/transfer.ts";
import { startUp } from "../app-startup.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { appWords } from "../../words/app.ts";
import { unfinishedWords } from "../../words/history.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import { unlockFor } from "./plain-text-unlock.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayEndedBatches } from "./say-ended-batches.ts";
import { sayError } from "./say-error.ts";

/** False: the input ended, and nothing was changed. */
const askUnfinished = async (
  terminal: PlainTerminal,
  services: AppServices,
  transfers: readonly Transfer[],
): Promise<boolean> => {
  const { queue } = services;
  const ids = transfers.map(({ id }) => id);
  const { choices } = unfinishedWords;
  const answer = await choose(terminal, unfinishedWords.title(ids.length), [
    { words: choices.continue, value: "continue" },
    { words: choices.later, value: "later" },
    { words: choices.remove, value: "remove" },
  ]);
  if (answer === "end of input") return false;
  const what = isAnswer(answer) ? answer.value : "later";
  if (what === "continue") {
    await queue.resume(ids);
    const connections = transfers.map(({ target }) => target.connection);
    return unlockFor(terminal, services, connections);
  }
  if (what === "later") await queue.pause(ids);
  else {
    await queue.cancel(ids);
    await queue.dismiss(ids);
  }
  return true;
};

/** Goes on beside a file that cannot be read, or not. False: the person leaves. */
export const askUnreadable = async (
  terminal: PlainTerminal,
  services: AppServices,
  error: AppErrorOf<"StateUnreadable">,
): Promise<boolean> => {
  sayError(terminal, error);
  const isContinuing = await choose(terminal, appWords.unreadableQuestion, [
    { words: appWords.continueWithNewFile, value: true },
    { words: appWords.leaveAsIs, value: false },
  ]);
  if (!isAnswer(isContinuing) || !isContinuing.value) return false;
  const kept = await services.setAsideUnreadable(error.file);
  if (kept.ok) terminal.say(appWords.keptAt(kept.value));
  else sayError(terminal, kept.error);
  return kept.ok;
};

/** Why the app is left when it starts. */
export type Leaving = "nothing was changed" | "end of input";

/** What the app asks when it starts. Gives what has to be set up before anything else, if anything. */
export const plainTextStart = async (
  terminal: PlainTerminal,
  services: AppServices,
  active: ActiveDestination,
): Promise<{ readonly goal: SetupGoal | null } | Leaving> => {
  const { layers, note } = await startUp(services, active);
  if (note !== null) terminal.say(note);
  let goal: SetupGoal | null = null;
  for (const layer of layers.toReversed()) {
    if (layer.type === "setup") goal = layer.goal;
    else if (layer.type === "unfinished") {
      if (!(await askUnfinished(terminal, services, layer.transfers))) return "end of input";
    } else if (layer.type === "unreadable") {
      if (!(await askUnreadable(terminal, services, layer.error))) return "nothing was changed";
    }
  }
  terminal.say(words.welcome(appWords.destination(active)));
  const snapshot = await services.queue.snapshot({ from: 0, count: 0 }).catch(() => null);
  if (snapshot !== null) {
    await sayEndedBatches(terminal, services.queue, snapshot);
    if (openFiles(snapshot.totals.files) > 0) terminal.say(words.queueNow(snapshot));
  }
  return { goal };
};
