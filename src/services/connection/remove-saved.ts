import { assertNever } from "../../domain/assert-never.ts";
import type { RemoveTarget } from "../../domain/connection-draft.ts";
import {
  addressOf,
  isSameDestination,
  withDestinations,
} from "../../domain/destination-address.ts";
import { withConnection, withConnections } from "../../domain/log-servers.ts";
import { isTokenFor, sharedTokenOrigin } from "../../domain/log-token.ts";
import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";
import {
  connectionAccounts,
  emptySettings,
  keyAccounts,
  logTokenAccount,
  logTokenAccountOf,
  type Connection,
  type Destination,
  type Settings,
} from "../../domain/settings.ts";
import type { ConnectionDeps } from "./connection-deps.ts";

type Deps = Pick<ConnectionDeps, "settings" | "secrets">;

type Change = (settings: Settings) => Settings;

const withoutConnection = (settings: Settings, name: string): Settings =>
  withConnections(
    settings,
    settings.connections.filter((connection) => connection.name !== name),
  );

const withoutLog = (connection: Connection): Connection => ({ ...connection, log: undefined });

const withoutDestination = (connection: Connection, gone: Destination): Connection =>
  withDestinations(
    connection,
    connection.destinations.filter((known) => !isSameDestination(known, gone)),
    (bucket) => addressOf(connection, bucket),
  );

/** Secrets go before the settings: what is left after a failure can be forgotten by asking again. */
const removeAccounts = async (
  { settings, secrets }: Deps,
  accounts: readonly string[],
  change: Change,
): Promise<Result<Settings, AppError>> => {
  for (const account of accounts) {
    const removed = await secrets.delete(account);
    if (!removed.ok) return removed;
  }
  return settings.update(change);
};

/** The token of releases up to 0.2 goes with the last connection that has a log server to show it to. */
const sharedAccounts = (before: Settings, change: Change): readonly string[] => {
  const origin = sharedTokenOrigin(before);
  const isNeeded = change(before).connections.some(({ log }) => log && isTokenFor(origin, log.url));
  return isNeeded ? [] : [logTokenAccount];
};

const removeEverything = async (
  { settings, secrets }: Deps,
  current: Settings,
): Promise<Result<Settings, AppError>> => {
  const accounts = current.connections.flatMap(({ name }) => connectionAccounts(name));
  const removed = await secrets.deleteAll([...accounts, logTokenAccount]);
  return removed.ok ? settings.update(() => emptySettings) : removed;
};

/**
 * Forgets what was asked on this machine, and nothing in a bucket. Queue, history and receipts stay. A connection
 * goes with its last destination. Gives the settings that are left.
 */
export const removeSaved = async (
  deps: Deps,
  target: RemoveTarget,
): Promise<Result<Settings, AppError>> => {
  const loaded = await deps.settings.load();
  if (!loaded.ok) return loaded;
  const current = loaded.value;
  switch (target.what) {
    case "secret":
      return removeAccounts(deps, keyAccounts(target.connection), (stored) => stored);
    case "logToken": {
      const name = target.connection;
      const change: Change = (stored) => withConnection(stored, name, withoutLog);
      const accounts = [logTokenAccountOf(name), ...sharedAccounts(current, change)];
      return removeAccounts(deps, accounts, change);
    }
    case "connection": {
      const change: Change = (stored) => withoutConnection(stored, target.connection);
      const accounts = connectionAccounts(target.connection);
      return removeAccounts(deps, [...accounts, ...sharedAccounts(current, change)], change);
    }
    case "destination": {
      const known = current.connections.find(({ name }) => name === target.connection);
      if (known && withoutDestination(known, target).destinations.length === 0) {
        return removeSaved(deps, { what: "connection", connection: target.connection });
      }
      return deps.settings.update((stored) =>
        withConnection(stored, target.connection, (each) => withoutDestination(each, target)),
      );
    }
    case "everything":
      return removeEverything(deps, current);
    default:
      return assertNever(target);
  }
};
