import type { ConnectionDraft } from "../../domain/connection-draft.ts";
import { logOrigin, logTokenOrigin } from "../../domain/log-token.ts";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import {
  logTokenAccount,
  secretAccount,
  sessionAccount,
  type Connection,
  type Destination,
  type Settings,
} from "../../domain/settings.ts";
import type { SecretStore } from "../ports/secret-store.ts";
import type { ConnectionDeps } from "./connection-deps.ts";

type Deps = Pick<ConnectionDeps, "settings" | "secrets">;

const isSame = (a: Destination, b: Destination) => a.bucket === b.bucket && a.prefix === b.prefix;

type Log = Pick<Settings, "logUrl" | "logTokenOrigin">;

/** The log server, and whose its token is: a new address alone gets none that was typed for another one. */
const withLog = (
  settings: Settings,
  { logUrl, logToken }: Pick<ConnectionDraft, "logUrl" | "logToken">,
): Log => {
  // A skipped log does not take away the one of an earlier set-up.
  if (logUrl === null) {
    return { logUrl: settings.logUrl, logTokenOrigin: settings.logTokenOrigin };
  }
  const origin = logToken === null ? logTokenOrigin(settings) : logOrigin(logUrl);
  return { logUrl, logTokenOrigin: origin ?? undefined };
};

/** The drafted destination first, then those the connection had. */
const withDraft = (settings: Settings, draft: ConnectionDraft): Settings => {
  const { name, accessKeyId, profile, session, region, endpoint, addressing } = draft;
  const { bucket, prefix, options } = draft;
  const own = { bucket, prefix };
  const before = settings.connections.find((connection) => connection.name === name);
  const others = (before?.destinations ?? []).filter((known) => !isSame(known, own));
  const connection: Connection = {
    name,
    accessKeyId,
    ...(profile !== undefined && { profile }),
    ...(session !== undefined && { session: { expiresAtMs: session.expiresAtMs } }),
    region,
    endpoint,
    ...(addressing !== undefined && { addressing }),
    ...(options !== undefined && { options }),
    destinations: [own, ...others],
  };
  return {
    ...settings,
    ...withLog(settings, draft),
    connections: before
      ? settings.connections.map((known) => (known === before ? connection : known))
      : [...settings.connections, connection],
  };
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
    [logTokenAccount, draft.logToken],
  ];
  const next = withDraft(current.value, draft);
  let outcome: Result<void, AppError> = ok(undefined);
  for (const [account, secret] of accounts) {
    if (secret === null || !outcome.ok) continue;
    const replaced = await replaceSecret(secrets, account, secret);
    if (replaced.ok) undo.push(replaced.value);
    else outcome = replaced;
  }
  if (outcome.ok) outcome = await settings.save(next);
  if (outcome.ok) {
    const before = current.value.connections.find(({ name }) => name === draft.name);
    await removeUnused(secrets, before, draft);
    return ok(next);
  }
  for (const step of undo) await step();
  return outcome;
};

/** Stores the log server's URL and token; null and null take both away. */
export const saveLog = async (
  { settings, secrets }: Deps,
  logUrl: string | null,
  logToken: string | null,
): Promise<Result<Settings, AppError>> => {
  const current = await settings.load();
  if (!current.ok) return current;
  const next: Settings = {
    ...current.value,
    ...(logUrl === null
      ? { logUrl, logTokenOrigin: undefined }
      : withLog(current.value, { logUrl, logToken })),
  };
  if (logToken === null) {
    const saved = await settings.save(next);
    if (!saved.ok || logUrl !== null) return saved.ok ? ok(next) : saved;
    const removed = await secrets.delete(logTokenAccount);
    return removed.ok ? ok(next) : removed;
  }
  const replaced = await replaceSecret(secrets, logTokenAccount, logToken);
  if (!replaced.ok) return replaced;
  const saved = await settings.save(next);
  if (saved.ok) return ok(next);
  await replaced.value();
  return saved;
};
