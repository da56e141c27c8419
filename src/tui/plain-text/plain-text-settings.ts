import type { Preferences, Settings } from "../../domain/settings.ts";
import type { AppServices } from "../services.ts";
import { connectionsWords } from "../../words/connections.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** What a person who reads lines can switch over; colours and frames are the screen's. */
type Switch = "showHidden" | "ascii" | "terminalSignals";

const names: readonly Switch[] = ["showHidden", "ascii", "terminalSignals"];

const rowWords = (name: Switch, preferences: Preferences): string =>
  name === "showHidden"
    ? words.hiddenFiles(preferences.showHidden)
    : connectionsWords.preference(name, preferences);

/** The settings as they are afterwards, and why the person has left them. */
export interface LeftSettings {
  readonly settings: Settings;
  readonly left: "back" | "end of input";
}

/** Switches settings over, one after the other, until the person goes back. */
export const plainTextSettings = async (
  terminal: PlainTerminal,
  services: AppServices,
  before: Settings,
): Promise<LeftSettings> => {
  let settings = before;
  for (;;) {
    const { preferences } = settings;
    const chosen = await choose(terminal, words.settings, [
      { words: words.goBack, value: null },
      ...names.map((name) => ({ words: rowWords(name, preferences), value: name })),
    ]);
    if (!isAnswer(chosen)) return { settings, left: chosen };
    const name = chosen.value;
    if (name === null) return { settings, left: "back" };
    const saved = await services.savePreferences({ ...preferences, [name]: !preferences[name] });
    if (saved.ok) settings = saved.value;
    else sayError(terminal, saved.error);
  }
};
