import { logOrigin, sharedTokenOrigin } from "./log-token.ts";
import type { Connection, LogServer, Settings } from "./settings.ts";

/** The address of the log server that all connections have; null where they differ, or one has none. */
const sharedLogUrl = (connections: readonly Connection[]): string | null => {
  const url = connections[0]?.log?.url ?? null;
  return connections.every(({ log }) => log?.url === url) ? url : null;
};

/** Settings with other connections: releases up to 0.2 tell a log server only what is meant for it. */
export const withConnections = (
  settings: Settings,
  connections: readonly Connection[],
): Settings => ({
  ...settings,
  connections,
  logUrl: sharedLogUrl(connections),
  logTokenOrigin: sharedTokenOrigin(settings) ?? undefined,
});

/** Settings with one connection changed; the same where there is none of this name any more. */
export const withConnection = (
  settings: Settings,
  name: string,
  change: (connection: Connection) => Connection,
): Settings =>
  withConnections(
    settings,
    settings.connections.map((known) => (known.name === name ? change(known) : known)),
  );

/** All log servers, each once. */
export const logServerUrls = ({ connections, logUrl }: Settings): readonly string[] => [
  ...new Set([
    ...connections.flatMap(({ log }) => log?.url ?? []),
    ...(logUrl === null ? [] : [logUrl]),
  ]),
];

/** A log server that deliveries are told to, and the connection whose token is for it; null: the token of 0.2. */
export interface MeantLog {
  readonly log: LogServer;
  readonly connection: string | null;
}

/**
 * Who is told of what a connection did; null: of keys that no connection has. Nobody is told of a connection that has
 * no log server, or is not stored any more.
 */
export const logServerOf = (settings: Settings, connection: string | null): MeantLog | null => {
  const { connections, logUrl } = settings;
  const known = connections.find(({ name, log }) =>
    connection === null ? log !== undefined && log.url === logUrl : name === connection,
  );
  if (known) return known.log ? { log: known.log, connection: known.name } : null;
  return connection !== null || logUrl === null ? null : { log: { url: logUrl }, connection: null };
};

/** True where a token that is given without a name can mean one log server only. */
export const hasOneLogServer = (settings: Settings): boolean =>
  new Set(logServerUrls(settings).map(logOrigin)).size <= 1;
