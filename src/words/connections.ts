import type { Connection, Destination, Preferences, PreferenceSwitch } from "../domain/settings.ts";
import { safe } from "./safe.ts";
import { shortKey, temporaryWords } from "./connection-keys.ts";

/** "acme-inbox/november". */
export const destinationWords = ({ bucket, prefix }: Destination): string =>
  safe(prefix === "" ? bucket : `${bucket}/${prefix.replace(/\/$/, "")}`);

/** Which keys sign, and until when temporary ones do. */
const keyWords = ({ accessKeyId, profile, session }: Connection): string => {
  if (profile !== undefined) return `AWS profile ${safe(profile)}`;
  const key = `key ${shortKey(accessKeyId ?? "")}`;
  return session === undefined
    ? key
    : `${key} (${temporaryWords(session.expiresAtMs, Date.now())})`;
};

const yesNo = (isOn: boolean) => (isOn ? "yes" : "no");

/** Sentences of the screen of connections. */
export const connectionsWords = {
  title: "Connections and settings",
  destination: (connection: Connection, destination: Destination, isActive: boolean): string => {
    // Before what a narrow window cuts.
    const used = isActive ? " (in use)" : "";
    return `${safe(connection.name)}: ${destinationWords(destination)}${used} · ${safe(connection.region)} · ${keyWords(connection)}`;
  },
  log: (logUrl: string | null): string => `Log server: ${logUrl === null ? "none" : safe(logUrl)}`,
  preference: (name: PreferenceSwitch, preferences: Preferences): string => {
    if (name === "theme") return `Theme: ${preferences.theme}`;
    return name === "ascii"
      ? `ASCII characters only: ${yesNo(preferences.ascii)}`
      : `Terminal title, bell, progress: ${yesNo(preferences.terminalSignals)}`;
  },
  markConnection: "Highlight a connection first",
} as const;
