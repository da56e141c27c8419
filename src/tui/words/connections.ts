import type { Destination, Preferences } from "../../domain/settings.ts";
import type { ConnectionRow, Switch } from "../screens/connections/connection-rows.ts";
import { safe } from "./safe.ts";
import { shortKey } from "./setup.ts";

/** "acme-inbox/november". */
export const destinationWords = ({ bucket, prefix }: Destination): string =>
  safe(prefix === "" ? bucket : `${bucket}/${prefix.replace(/\/$/, "")}`);

const yesNo = (isOn: boolean) => (isOn ? "yes" : "no");

const switchWords = (name: Switch, preferences: Preferences): string => {
  if (name === "theme") return `Theme: ${preferences.theme}`;
  return name === "ascii"
    ? `ASCII characters only: ${yesNo(preferences.ascii)}`
    : `Terminal title, bell and progress: ${yesNo(preferences.terminalSignals)}`;
};

/** Sentences of the screen of connections. */
export const connectionsWords = {
  title: "Connections and settings",
  row: (row: ConnectionRow, preferences: Preferences, isActive: boolean): string => {
    if (row.type === "log") return `Log server: ${row.logUrl === null ? "none" : safe(row.logUrl)}`;
    if (row.type === "switch") return switchWords(row.name, preferences);
    const { connection, destination } = row;
    // Before what a narrow window cuts.
    const used = isActive ? " (in use)" : "";
    return `${safe(connection.name)}: ${destinationWords(destination)}${used} · ${safe(connection.region)} · key ${shortKey(connection.accessKeyId)}`;
  },
  markConnection: "Highlight a connection first",
} as const;
