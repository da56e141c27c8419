import { assertNever } from "../../domain/assert-never.ts";
import type { RemoveTarget } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import {
  connectionAccounts,
  emptySettings,
  logTokenAccount,
  type Destination,
  type Settings,
} from "../../domain/settings.ts";
import type { ConnectionDeps } from "./connection-deps.ts";

type Deps = Pick<ConnectionDeps, "settings" | "secrets">;

const withoutConnection = (settings: Settings, name: string): Settings => ({
  ...settings,
  connections: settings.connections.filter((connection) => connection.name !== name),
});

const withoutDestination = (settings: Settings, name: string, gone: Destination): Settings => ({
  ...settings,
  connections: settings.connections.map((connection) =>
    connection.name === name
      ? {
          ...connection,
          destinations: connection.destinations.filter(
            ({ bucket, prefix }) => bucket !== gone.bucket || prefix !== gone.prefix,
          ),
        }
      : connection,
  ),
});

/** Secrets go before the settings: what is left after a failure can be forgotten by asking again. */
const removeAccounts = async (
  { settings, secrets }: Deps,
  accounts: readonly string[],
  next: Settings,
): Promise<Result<Settings, AppError>> => {
  for (const account of accounts) {
    const removed = await secrets.delete(account);
    if (!removed.ok) return removed;
  }
  const saved = await settings.save(next);
  return saved.ok ? ok(next) : saved;
};

const removeEverything = async (
  { settings, secrets }: Deps,
  current: Settings,
): Promise<Result<Settings, AppError>> => {
  const accounts = current.connections.flatMap(({ name }) => connectionAccounts(name));
  const removed = await secrets.deleteAll([...accounts, logTokenAccount]);
  if (!removed.ok) return removed;
  const saved = await settings.save(emptySettings);
  return saved.ok ? ok(emptySettings) : saved;
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
      return removeAccounts(deps, connectionAccounts(target.connection), current);
    case "logToken":
      return removeAccounts(deps, [logTokenAccount], {
        ...current,
        logUrl: null,
        logTokenOrigin: undefined,
      });
    case "connection":
      return removeAccounts(
        deps,
        connectionAccounts(target.connection),
        withoutConnection(current, target.connection),
      );
    case "destination": {
      const next = withoutDestination(current, target.connection, target);
      const left = next.connections.find(({ name }) => name === target.connection);
      if (left?.destinations.length === 0) {
        return removeSaved(deps, { what: "connection", connection: target.connection });
      }
      const saved = await deps.settings.save(next);
      return saved.ok ? ok(next) : saved;
    }
    case "everything":
      return removeEverything(deps, current);
    default:
      return assertNever(target);
  }
};
