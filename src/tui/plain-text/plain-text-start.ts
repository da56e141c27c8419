import { nonEmpty } from "../../domain/non-empty.ts";
import type { AppErrorOf } from "../../domain/errors.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import type { Transfer } from "../../domain/transfer.ts";
import { startUp } from "../app-startup.ts";
import type { ActiveDestination } from "../../domain/active-destination.ts";
import type { AppServices } from "../services.ts";
import { appWords } from "../../words/app.ts";
import { unfinishedWords } from "../../words/history.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { unlockWords } from "../../words/unlock.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** Asks for the passphrase until it opens; an empty one leaves it for later. */
const unlock = async (terminal: PlainTerminal, services: AppServices): Promise<void> => {
  terminal.say(unlockWords.why("Enter"));
  for (;;) {
    const passphrase = nonEmpty(await terminal.askSecret(`${unlockWords.title}:`));
    if (passphrase === null) return;
    const opened = await services.unlockSecrets(passphrase);
    if (opened.ok) return;
    sayError(terminal, opened.error);
  }
};

const askUnfinished = async (
  terminal: PlainTerminal,
  { queue }: AppServices,
  transfers: readonly Transfer[],
): Promise<void> => {
  const ids = transfers.map(({ id }) => id);
  const { choices } = unfinishedWords;
  const answer = await choose(terminal, unfinishedWords.title(ids.length), [
    { words: choices.continue, value: "continue" },
    { words: choices.later, value: "later" },
    { words: choices.remove, value: "remove" },
  ]);
  if (answer === "continue") return queue.resume(ids);
  if (answer !== "remove") return queue.pause(ids);
  await queue.cancel(ids);
  return queue.dismiss(ids);
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
  if (isContinuing !== true) return false;
  const kept = await services.setAsideUnreadable(error.file);
  if (kept.ok) terminal.say(appWords.keptAt(kept.value));
  else sayError(terminal, kept.error);
  return kept.ok;
};

/** What the app asks when it starts. Gives what has to be set up before anything else, if anything; false: leave. */
export const plainTextStart = async (
  terminal: PlainTerminal,
  services: AppServices,
  active: ActiveDestination,
): Promise<{ readonly goal: SetupGoal | null } | false> => {
  const { layers, note } = await startUp(services, active);
  if (note !== null) terminal.say(note);
  let goal: SetupGoal | null = null;
  for (const layer of layers.toReversed()) {
    if (layer.type === "unlock") await unlock(terminal, services);
    else if (layer.type === "setup") goal = layer.goal;
    else if (layer.type === "unfinished") await askUnfinished(terminal, services, layer.transfers);
    else if (layer.type === "unreadable" && !(await askUnreadable(terminal, services, layer.error)))
      return false;
  }
  terminal.say(words.welcome(appWords.destination(active)));
  return { goal };
};
