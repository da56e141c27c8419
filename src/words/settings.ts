import { assertNever } from "../domain/assert-never.ts";
import { formatRate } from "../domain/format.ts";
import type { LogServer, PreferenceChoice, Preferences, SortBy } from "../domain/settings.ts";
import type { SecretHolder } from "../services/ports/secret-store.ts";
import { safe } from "./safe.ts";
import { holderWords } from "./setup.ts";

const onOff = (isOn: boolean): string => (isOn ? "on" : "off");

const labels: Readonly<Record<PreferenceChoice, string>> = {
  theme: "Colours",
  terminalSignals: "Notifications",
  showHidden: "Hidden files",
  sort: "Sort files by",
  sortDescending: "Sort order",
  ascii: "ASCII characters only",
  plainText: "Plain text mode",
};

const sorts: Readonly<Record<SortBy, string>> = { name: "name", size: "size", modified: "date" };

const orders: Readonly<Record<SortBy, Readonly<Record<"up" | "down", string>>>> = {
  name: { up: "A to Z", down: "Z to A" },
  size: { up: "smallest first", down: "largest first" },
  modified: { up: "oldest first", down: "newest first" },
};

const valueOf = (name: PreferenceChoice, preferences: Preferences): string => {
  switch (name) {
    case "theme":
      return preferences.theme === "dark" ? "dark window" : "light window";
    case "sort":
      return sorts[preferences.sort];
    case "sortDescending":
      return orders[preferences.sort][preferences.sortDescending ? "down" : "up"];
    case "showHidden":
      return preferences.showHidden ? "shown" : "not shown";
    case "terminalSignals":
    case "ascii":
    case "plainText":
      return onOff(preferences[name]);
    default:
      return assertNever(name);
  }
};

const abouts: Readonly<Record<PreferenceChoice, string>> = {
  theme: "Choose the one that is easier to read in your window.",
  terminalSignals: "Progress in the window title, and a bell when all uploads have ended.",
  showHidden: "Files and folders whose names begin with a dot.",
  sort: "How your files are listed.",
  sortDescending: "How your files are listed.",
  ascii: "For terminals that show boxes or question marks in place of signs.",
  plainText: "Numbered choices, for screen readers. It begins with the next start.",
};

/** Sentences of the settings. */
export const settingsWords = {
  title: "Settings",
  /** In the list of connections. */
  open: "Settings: log server, speed limit, colours, notifications …",
  log: (connection: string, log: LogServer | undefined): readonly [string, string] => [
    `Log server of ${safe(connection)}`,
    log === undefined ? "none" : safe(log.url),
  ],
  logAbout: "It tells the recipient what you delivered, for this connection only.",
  limit: (bytesPerSecond: number | null): readonly [string, string] => [
    "Speed limit",
    bytesPerSecond === null ? "none" : formatRate(bytesPerSecond),
  ],
  limitAbout: "For all uploads together. Enter types another one.",
  preference: (name: PreferenceChoice, preferences: Preferences): readonly [string, string] => [
    labels[name],
    valueOf(name, preferences),
  ],
  about: (name: PreferenceChoice): string => abouts[name],
  secrets: (holder: SecretHolder | null): readonly [string, string] => [
    "Secrets are kept in",
    holder === null ? "…" : holderWords(holder),
  ],
  secretsAbout: "S3_SFTP_SECRETS chooses another place before the app starts.",
  background: (isDetached: boolean): readonly [string, string] => [
    "After quitting",
    isDetached ? "uploads continue" : "uploads stop",
  ],
  backgroundAbout: "S3_SFTP_WORKER=off before the start ends uploads with the app.",
  cannotChange: "This is set before the app starts",
  noValue: "Enter changes this one",
  /** By lines. */
  which: "Which setting do you want to change?",
  back: "Back to the menu",
  change: ([label, value]: readonly [string, string]): string => `${label}: ${value}`,
  now: ([label, value]: readonly [string, string]): string => `${label} is now: ${value}.`,
  limitHow: "Type a speed such as 5 MiB/s. Press Enter for no limit.",
} as const;
