import { isBlank } from "../../domain/non-empty.ts";
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
import { ask, isAnswer, type Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface PlainTextSettingsParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  readonly settings: Settings;
  /** Sets one value up that takes more than one answer. */
  readonly setUp: (settings: Settings, goal: SetupGoal) => Promise<Asked<Settings>>;
}

/** The settings as they are afterwards, and why the person has left them. */
export interface LeftSettings {
  readonly settings: Settings;
  readonly left: "back" | "end of input";
}

const askLimit = async (terminal: PlainTerminal): Promise<Asked<Partial<Preferences>>> => {
  terminal.say(words.limitHow);
  const typed = await ask(terminal, accessibleWords.value);
  if (!isAnswer(typed)) return typed;
  const parsed = isBlank(typed.value) ? ok(null) : parseRate(typed.value);
  if (parsed.ok) return { value: { limitBytesPerSecond: parsed.value } };
  sayError(terminal, parsed.error);
  return "back";
};

/** What is to be saved of the preferences. */
const changesOf = async (
  { terminal, settings }: PlainTextSettingsParams,
  row: SettingRow,
): Promise<Asked<Partial<Preferences>>> => {
  if (row.type === "limit") return askLimit(terminal);
  return row.type === "choice"
    ? { value: stepPreference(settings.preferences, row.name, 1) }
    : "back";
};

const change = async (
  params: PlainTextSettingsParams,
  row: SettingRow,
): Promise<Asked<Settings>> => {
  const { terminal, services, settings, setUp } = params;
  if (row.type === "log") return setUp(settings, { type: "log", connection: row.connection.name });
  const changes = await changesOf(params, row);
  if (!isAnswer(changes)) return changes;
  const { limitBytesPerSecond } = changes.value;
  if (limitBytesPerSecond !== undefined) await services.queue.limit(limitBytesPerSecond);
  const saved = await services.savePreferences(changes.value);
  if (saved.ok) return { value: saved.value };
  sayError(terminal, saved.error);
  return "back";
};

const isSameRow = (a: SettingRow, b: SettingRow): boolean =>
  a.type === b.type &&
  (a.type !== "log" || (b.type === "log" && a.connection.name === b.connection.name)) &&
  (a.type !== "choice" || (b.type === "choice" && a.name === b.name));

/** All settings, numbered; each is changed and said again, until the person goes back. */
export const plainTextSettings = async (params: PlainTextSettingsParams): Promise<LeftSettings> => {
  const { terminal, services } = params;
  const holder = await services.secretHolder();
  const isDetached = services.daemon?.().isDetached ?? false;
  let { settings } = params;
  for (;;) {
    const facts = { settings, holder, isDetached };
    const rows = settingRows(settings).filter(({ type }) => type !== "fact");
    const chosen = await choose<SettingRow | null>(terminal, words.which, [
      { words: words.back, value: null },
      ...rows.map((each) => ({ words: words.change(rowWords(each, facts)), value: each })),
    ]);
    if (!isAnswer(chosen)) return { settings, left: chosen };
    const row = chosen.value;
    if (row === null) return { settings, left: "back" };
    const changed = await change({ ...params, settings }, row);
    if (changed === "end of input") return { settings, left: changed };
    if (!isAnswer(changed)) continue;
    settings = changed.value;
    const now = settingRows(settings).find((each) => isSameRow(each, row)) ?? row;
    terminal.say(words.now(rowWords(now, { ...facts, settings })));
  }
};
