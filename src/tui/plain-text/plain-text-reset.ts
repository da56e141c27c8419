import type { Settings } from "../../domain/settings.ts";
import { resetTargets } from "../screens/reset/reset-targets.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { resetSentences, resetWords } from "../../words/reset.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** Asks what to forget, says what goes and what stays, asks again; gives the settings afterwards. */
export const plainTextReset = async (
  terminal: PlainTerminal,
  services: AppServices,
  settings: Settings,
): Promise<Settings> => {
  const target = await choose(terminal, resetWords.title, [
    { words: words.goBack, value: null },
    ...resetTargets(settings).map((value) => ({ words: resetSentences(value).title, value })),
  ]);
  if (target === null) return settings;
  const { goes, stays } = resetSentences(target);
  terminal.say(goes);
  terminal.say(stays);
  const isSure = await choose(terminal, words.menu, [
    { words: resetWords.no, value: false },
    { words: resetWords.yes, value: true },
  ]);
  if (isSure !== true) return settings;
  const removed = await services.removeSaved(target);
  if (!removed.ok) {
    sayError(terminal, removed.error);
    return settings;
  }
  terminal.say(resetWords.done);
  return removed.value;
};
