import type { Settings } from "../../domain/settings.ts";
import { resetTargets } from "../screens/reset/reset-targets.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { resetSentences, resetWords } from "../../words/reset.ts";
import { isAnswer, type Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** Asks what to forget, says what goes and what stays, asks again; gives the settings afterwards, or what came instead. */
export const plainTextReset = async (
  terminal: PlainTerminal,
  services: AppServices,
  settings: Settings,
): Promise<Asked<Settings>> => {
  const chosen = await choose(terminal, resetWords.title, [
    { words: words.goBack, value: null },
    ...resetTargets(settings).map((value) => ({ words: resetSentences(value).title, value })),
  ]);
  if (!isAnswer(chosen)) return chosen;
  const target = chosen.value;
  if (target === null) return "back";
  const { goes, stays } = resetSentences(target);
  terminal.say(goes);
  terminal.say(stays);
  const sure = await choose(terminal, words.menu, [
    { words: resetWords.no, value: false },
    { words: resetWords.yes, value: true },
  ]);
  if (!isAnswer(sure)) return sure;
  if (!sure.value) return "back";
  const removed = await services.removeSaved(target);
  if (!removed.ok) {
    sayError(terminal, removed.error);
    return "back";
  }
  terminal.say(resetWords.done);
  return { value: removed.value };
};
