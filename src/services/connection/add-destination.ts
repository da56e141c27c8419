import { toConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { Destination, Settings } from "../../domain/settings.ts";
import type { ConnectionDeps } from "./connection-deps.ts";
import { verifyConnection } from "./verify-connection.ts";

/**
 * Checks a further bucket or prefix with the key of a stored connection, and stores it behind the others. Fails
 * with NotSetUp, or what the store answered. Aborting rejects.
 */
export const addDestination = async (
  deps: ConnectionDeps,
  name: string,
  destination: Destination,
  signal: AbortSignal,
): Promise<Result<Settings, AppError>> => {
  const current = await deps.settings.load();
  if (!current.ok) return current;
  const connection = current.value.connections.find((known) => known.name === name);
  if (!connection) return fail({ code: "NotSetUp", missing: "connection", name });
  const draft = toConnectionDraft(connection, destination);
  const checked = await verifyConnection(deps, draft, signal);
  if (!checked.ok) return checked;
  const isKnown = connection.destinations.some(
    ({ bucket, prefix }) => bucket === destination.bucket && prefix === destination.prefix,
  );
  if (isKnown) return ok(current.value);
  const changed = { ...connection, destinations: [...connection.destinations, destination] };
  const next = {
    ...current.value,
    connections: current.value.connections.map((known) => (known === connection ? changed : known)),
  };
  const saved = await deps.settings.save(next);
  return saved.ok ? ok(next) : saved;
};
