import type { Connection, PreferenceChoice, Settings } from "../../../domain/settings.ts";

/** What cannot be changed while the app runs, but is good to know. */
export type SettingFact = "secrets" | "background";

/** One line of the screen. */
export type SettingRow =
  | { readonly type: "log"; readonly connection: Connection }
  | { readonly type: "limit" }
  | { readonly type: "choice"; readonly name: PreferenceChoice }
  | { readonly type: "fact"; readonly name: SettingFact };

/** All settings there are: who is told, how fast, how it looks, and what was given at the start. */
export const settingRows = ({ connections }: Settings): readonly SettingRow[] => [
  ...connections.map((connection) => ({ type: "log", connection }) as const),
  { type: "limit" },
  { type: "choice", name: "theme" },
  { type: "choice", name: "terminalSignals" },
  { type: "choice", name: "showHidden" },
  { type: "choice", name: "sort" },
  { type: "choice", name: "sortDescending" },
  { type: "choice", name: "ascii" },
  { type: "choice", name: "plainText" },
  { type: "fact", name: "secrets" },
  { type: "fact", name: "background" },
];
