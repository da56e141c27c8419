import { assertNever } from "../../../domain/assert-never.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { SecretHolder } from "../../../services/ports/secret-store.ts";
import { settingsWords as words } from "../../../words/settings.ts";
import type { SettingRow } from "./settings-rows.ts";

/** What the values of the rows are read from. */
export interface SettingFacts {
  readonly settings: Settings;
  /** Null until it is known. */
  readonly holder: SecretHolder | null;
  readonly isDetached: boolean;
}

/** Name and value of a setting. */
export const rowWords = (
  row: SettingRow,
  { settings, holder, isDetached }: SettingFacts,
): readonly [string, string] => {
  switch (row.type) {
    case "log":
      return words.log(row.connection.name, row.connection.log);
    case "limit":
      return words.limit(settings.preferences.limitBytesPerSecond);
    case "choice":
      return words.preference(row.name, settings.preferences);
    case "fact":
      return row.name === "secrets" ? words.secrets(holder) : words.background(isDetached);
    default:
      return assertNever(row);
  }
};

/** What a setting means, or how it is changed. */
export const aboutWords = (row: SettingRow): string => {
  switch (row.type) {
    case "log":
      return words.logAbout;
    case "limit":
      return words.limitAbout;
    case "choice":
      return words.about(row.name);
    case "fact":
      return row.name === "secrets" ? words.secretsAbout : words.backgroundAbout;
    default:
      return assertNever(row);
  }
};
