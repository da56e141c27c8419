import type { ConnectionDraft } from "../../domain/connection-draft.ts";
import { withDestination } from "../../domain/destination-address.ts";
import { withConnection, withConnections } from "../../domain/log-servers.ts";
import { logOrigin, logTokenOrigin } from "../../domain/log-token.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import {
  logTokenAccountOf,
  secretAccount,
  sessionAccount,
  type Connection,
  type LogServer,
  type Settings,
} from "../../domain/settings.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import type { ConnectionDeps } from "./connection-deps.ts";

type Deps = Pick<ConnectionDeps, "settings" | "secrets">;

/** The log server at an address, and whose its token is: a new address alone gets none that was typed for another one. */
const logAt = (before: LogServer | undefined, url: string, token: string | null): LogServer => {
  const origin = token === null && before ? logTokenOrigin(before) : logOrigin(url);
  return { url, ...(origin !== null && { tokenOrigin: origin }) };
};

/** The connection as drafted; a skipped log does not take away the one of an earlier set-up. */
const drafted = (before: Connection | undefined, draft: ConnectionDraft): Connection => {
  const { name, accessKeyId, profile, session, region, endpoint, addressing } = draft;
  const { bucket, prefix, options, logUrl, logToken } = draft;
  const log = logUrl === null ? before?.log : logAt(before?.log, logUrl, logToken);
  const connection: Connection = {
    name,
    accessKeyId,
    ...(profile !== undefined && { profile }),
    ...(session !== undefined && { session: { expiresAtMs: session.expiresAtMs } }),
    region: before?.region ?? region,
    endpoint: before ? before.endpoint : endpoint,
    ...(addressing !== undefined && { addressing }),
    ...(options !== undefined && { options }),
    ...(log !== undefined && { log }),
    destinations: before?.destinations ?? [],
  };
  return withDestination(connection, { bucket, prefix }, { region, endpoint }, "first");
};

/** The drafted destination first where it is new. */
const withDraft = (settings: Settings, draft: ConnectionDraft): Settings => {
  const before = settings.connections.find(({ name }) => name === draft.name);
  return before
    ? withConnection(settings, draft.name, (known) => drafted(known, draft))
    : withConnections(settings, [...settings.connections, drafted(undefined, draft)]);
};

/** Writes a secret; gives the function that brings the state before back. */
const replaceSecret = async (
  secrets: SecretStore,
  account: string,
  secret: string,
): Promise<Result<() => Promise<void>, AppError>> => {
  const before = await secrets.read(account);
  const written = await secrets.write(account, secret);
  if (!written.ok) return written;
  return ok(async () => {
    if (before.ok && before.value !== null) await secrets.write(account, before.value);
    else await secrets.delete(account);
  });
};

/** What the keys before had and these have not. It leads nowhere by itself, so that a failure is no failure here. */
const removeUnused = async (
  secrets: SecretStore,
  before: Connection | undefined,
  { name, session, profile }: ConnectionDraft,
): Promise<void> => {
  if (before?.session && !session) await secrets.delete(sessionAccount(name));
  if (before?.profile === undefined && before && profile !== undefined) {
    await secrets.delete(secretAccount(name));
  }
};

/**
 * Stores a checked draft: secrets first, then settings, so that no connection is ever without its secret. When
 * the settings cannot be saved the secrets are as before. Replaces a connection of the same name and keeps its other
 * destinations; a null secret keeps the held one. Gives the settings that hold from now on.
 */
export const saveConnection = async (
  { settings, secrets }: Deps,
  draft: ConnectionDraft,
): Promise<Result<Settings, AppError>> => {
  const current = await settings.load();
  if (!current.ok) return current;
  const undo: (() => Promise<void>)[] = [];
  const accounts: readonly (readonly [string, string | null])[] = [
    [secretAccount(draft.name), draft.secretAccessKey],
    [sessionAccount(draft.name), draft.session?.token ?? null],
    [logTokenAccountOf(draft.name), draft.logToken],
  ];
  let outcome: Result<Settings, AppError> = current;
  for (const [account, secret] of accounts) {
    if (secret === null || !outcome.ok) continue;
    const replaced = await replaceSecret(secrets, account, secret);
    if (replaced.ok) undo.push(replaced.value);
    else outcome = replaced;
  }
  if (outcome.ok) outcome = await settings.update((stored) => withDraft(stored, draft));
  if (outcome.ok) {
    const before = current.value.connections.find(({ name }) => name === draft.name);
    await removeUnused(secrets, before, draft);
    return outcome;
  }
  for (const step of undo) await step();
  return outcome;
};

/** Stores URL and token of a connection's log server; a null token keeps the held one. */
export const saveLog = async (
  { settings, secrets }: Deps,
  connection: string,
  logUrl: string,
  logToken: string | null,
): Promise<Result<Settings, AppError>> => {
  const current = await settings.load();
  if (!current.ok) return current;
  const account = logTokenAccountOf(connection);
  const replaced =
    logToken === null ? ok(async () => {}) : await replaceSecret(secrets, account, logToken);
  if (!replaced.ok) return replaced;
  const saved = await settings.update((stored) =>
    withConnection(stored, connection, (known) => ({
      ...known,
      log: logAt(known.log, logUrl, logToken),
    })),
  );
  if (!saved.ok) await replaced.value();
  return saved;
};
