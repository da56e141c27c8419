import { addressOf } from "../domain/destination-address.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { Connection, Destination, LogServer } from "../domain/settings.ts";
import { safe } from "./safe.ts";
import { shortKey, temporaryWords } from "./connection-keys.ts";

/** "acme-inbox/november". */
export const destinationWords = ({ bucket, prefix }: Destination): string =>
  safe(joinTexts([bucket, prefix.replace(/\/$/, "")], "/"));

/** Which keys sign, and until when temporary ones do. */
const keyWords = ({ accessKeyId, profile, session }: Connection): string => {
  if (profile !== undefined) return `AWS profile ${safe(profile)}`;
  const key = `key ${shortKey(accessKeyId ?? "")}`;
  return session === undefined
    ? key
    : `${key} (${temporaryWords(session.expiresAtMs, Date.now())})`;
};

/** Sentences of the screen of connections. */
export const connectionsWords = {
  title: "Connections",
  destination: (connection: Connection, destination: Destination, isActive: boolean): string => {
    // Before what a narrow window cuts.
    const used = isActive ? " (in use)" : "";
    return `${safe(connection.name)}: ${destinationWords(destination)}${used} · ${safe(addressOf(connection, destination.bucket).region)} · ${keyWords(connection)}`;
  },
  log: (connection: string, log: LogServer | undefined): string =>
    `${safe(connection)}: log server ${log === undefined ? "none" : safe(log.url)}`,
  markConnection: "Highlight a connection first",
} as const;
