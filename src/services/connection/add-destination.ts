import { toConnectionDraft } from "../../domain/connection-draft.ts";
import type { AppError } from "../../domain/errors.ts";
import { withDestination } from "../../domain/destination-address.ts";
import { withConnection } from "../../domain/log-servers.ts";
import { fail, type Result } from "../../domain/result.ts";
import type { Destination, Settings } from "../../domain/settings.ts";
import type { ConnectionDeps } from "./connection-deps.ts";
import { verifyConnection } from "./verify-connection.ts";

/**
 * Checks a further bucket or prefix with the key of a stored connection, at its own address or the connection's, and
 * stores it behind the others. Fails with NotSetUp, or what the store answered. Aborting rejects.
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
  const { region, endpoint } = draft;
  return deps.settings.update((settings) =>
    withConnection(settings, name, (known) =>
      withDestination(known, destination, { region, endpoint }, "last"),
    ),
  );
};
