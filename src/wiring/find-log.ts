import { nonEmpty } from "../domain/non-empty.ts";
import type { AppError } from "../domain/errors.ts";
import { hasOneLogServer, logServerOf, type MeantLog } from "../domain/log-servers.ts";
import { isTokenFor, logTokenOrigin, sharedTokenOrigin } from "../domain/log-token.ts";
import type { OutcomeAddress } from "../domain/outcome.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { logTokenAccount, logTokenAccountOf, type Settings } from "../domain/settings.ts";
import type { LogAddress } from "../services/connection/connection-deps.ts";
import { isAmbientConnection } from "./ambient-store.ts";
import type { Platform } from "./platform.ts";

/** Finds the log server; null when nobody is to be told. */
export type FindLog = () => Promise<Result<LogAddress | null, AppError>>;

/** Tokens that are stored, with the server that each is for; that of `connection` first. */
const storedTokens = (settings: Settings, connection: string | null) => [
  ...settings.connections
    .toSorted((a, b) => Number(b.name === connection) - Number(a.name === connection))
    .flatMap(({ name, log }) =>
      log ? [{ account: logTokenAccountOf(name), origin: logTokenOrigin(log) }] : [],
    ),
  { account: logTokenAccount, origin: sharedTokenOrigin(settings) },
];

/** The server at this address, with the stored token that is for it; the connection's own before another's. */
const withStoredToken = async (
  { secrets }: Platform,
  settings: Settings,
  url: string,
  connection: string | null,
): Promise<Result<LogAddress, AppError>> => {
  let isOfAnother = false;
  let unreadable: AppError | null = null;
  for (const { account, origin } of storedTokens(settings, connection)) {
    const token = await secrets.read(account);
    if (!token.ok) {
      // A daemon is told of those that there are, and cannot look for the others.
      unreadable ??= token.error;
      continue;
    }
    if (token.value === null) continue;
    if (isTokenFor(origin, url)) return ok({ url, token: token.value });
    isOfAnother = true;
  }
  if (unreadable !== null) return fail(unreadable);
  // Waits in the outbox: an outcome is not dropped because its token is away.
  const name = isOfAnother ? { name: new URL(url).host } : {};
  return fail({ code: "NotSetUp", missing: "logToken", ...name });
};

const givenToken = ({ environment }: Platform): string | null =>
  nonEmpty(environment["S3_SFTP_LOG_TOKEN"]);

/** The log server at `url`, for one command; the token of the environment is for it. */
export const findLogAt =
  (platform: Platform, url: string, connection: string | null): FindLog =>
  async () => {
    const settings = await platform.settings.load();
    if (!settings.ok) return settings;
    const token = givenToken(platform);
    return token === null
      ? withStoredToken(platform, settings.value, url, connection)
      : ok({ url, token });
  };

/**
 * The log server that an earlier command named, as far as its token is stored. One of the environment is not for it: a
 * second recipient's server must not see the first one's.
 */
const namedLog =
  (platform: Platform, url: string, connection: string | null): FindLog =>
  async () => {
    const settings = await platform.settings.load();
    return settings.ok ? withStoredToken(platform, settings.value, url, connection) : settings;
  };

/** The log server of a stored connection; for keys of the environment, as for nobody that is known, the one of all. */
export const meantLog = (settings: Settings, connection: string | null): MeantLog | null => {
  const isStored = settings.connections.some(({ name }) => name === connection);
  const isAmbient = !isStored && connection !== null && isAmbientConnection(connection);
  return logServerOf(settings, isAmbient ? null : connection);
};

/** The log server of a stored connection, or the one for keys of the environment (null: of nobody that is known). */
export const storedLog =
  (platform: Platform, connection: string | null): FindLog =>
  async () => {
    const settings = await platform.settings.load();
    if (!settings.ok) return settings;
    const meant = meantLog(settings.value, connection);
    if (meant === null) return ok(null);
    const { url } = meant.log;
    const token = givenToken(platform);
    // It does not say whose it is: a second recipient's server must not see the first one's.
    if (token !== null && hasOneLogServer(settings.value)) return ok({ url, token });
    return withStoredToken(platform, settings.value, url, meant.connection);
  };

/** The log server that an outcome is for. */
export const findLogOf = (platform: Platform, { connection, logUrl }: OutcomeAddress): FindLog =>
  logUrl === null ? storedLog(platform, connection) : namedLog(platform, logUrl, connection);
