import { parseRate } from "../../domain/rate.ts";
import { stepPreference } from "../../domain/preference-steps.ts";
import { ok } from "../../domain/result.ts";
import type { Preferences, Settings } from "../../domain/settings.ts";
import type { SetupGoal } from "../../domain/setup.ts";
import { settingsWords as words } from "../../words/settings.ts";
import { accessibleWords } from "../../words/plain-text.ts";
import { rowWords } from "../screens/settings/setting-words.ts";
import { settingRows, type SettingRow } from "../screens/settings/settings-rows.ts";
import type { AppServices } from "../services.ts";
import { ask, isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface PlainTextSettingsParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly settings: Settings;
  /** Sets one value up that takes more than one answer; null: it was cancelled. */
  readonly setUp: (settings: Settings, goal: SetupGoal) => Promise<Settings | null>;
}

/** A limit as it is typed; undefined: what was typed is none. */
const askLimit = async (terminal: PlainTerminal): Promise<number | null | undefined> => {
  terminal.say(words.limitHow);
  const typed = await ask(terminal, accessibleWords.value);
  if (!isAnswer(typed)) return undefined;
  const parsed = typed.value.trim() === "" ? ok(null) : parseRate(typed.value);
  if (parsed.ok) return parsed.value;
  sayError(terminal, parsed.error);
  return undefined;
};

const changesOf = async (
  { terminal, settings }: PlainTextSettingsParams,
  row: SettingRow,
): Promise<Partial<Preferences> | null> => {
  if (row.type === "choice") return stepPreference(settings.preferences, row.name, 1);
  if (row.type !== "limit") return null;
  const limitBytesPerSecond = await askLimit(terminal);
  return limitBytesPerSecond === undefined ? null : { limitBytesPerSecond };
};

const change = async (params: PlainTextSettingsParams, row: SettingRow): Promise<Settings> => {
  const { terminal, services, settings, setUp } = params;
  if (row.type === "log") {
    const goal = { type: "log", connection: row.connection.name } as const;
    return (await setUp(settings, goal)) ?? settings;
  }
  const changes = await changesOf(params, row);
  if (changes === null) return settings;
  if (changes.limitBytesPerSecond !== undefined)
    await services.queue.limit(changes.limitBytesPerSecond);
  const saved = await services.savePreferences(changes);
  if (saved.ok) return saved.value;
  sayError(terminal, saved.error);
  return settings;
};

/** The settings as they are afterwards, and why the person has left them. */
export interface LeftSettings {
  readonly settings: Settings;
  readonly left: "back" | "end of input";
}

/** All settings, numbered; each is changed and said again, until the person goes back. */
export const plainTextSettings = async (params: PlainTextSettingsParams): Promise<LeftSettings> => {
  const { terminal, services } = params;
  const holder = await services.secretHolder();
  const isDetached = services.daemon?.().isDetached ?? false;
  let { settings } = params;
  for (;;) {
    const facts = { settings, holder, isDetached };
    const rows = settingRows(settings).filter(({ type }) => type !== "fact");
    const chosen = await choose<SettingRow | "back">(terminal, words.which, [
      { words: words.back, value: "back" },
      ...rows.map((each) => ({ words: words.change(rowWords(each, facts)), value: each })),
    ]);
    if (!isAnswer(chosen)) return { settings, left: chosen };
    const row = chosen.value;
    if (row === "back") return { settings, left: "back" };
    settings = await change({ ...params, settings }, row);
    const now = settingRows(settings).find((each) => isSameRow(each, row)) ?? row;
    terminal.say(words.now(rowWords(now, { ...facts, settings })));
  }
};

const isSameRow = (a: SettingRow, b: SettingRow): boolean =>
  a.type === b.type &&
  (a.type !== "log" || (b.type === "log" && a.connection.name === b.connection.name)) &&
  (a.type !== "choice" || (b.type === "choice" && a.name === b.name));
