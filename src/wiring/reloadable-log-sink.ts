import { nonEmpty } from "../domain/non-empty.ts";
import type { AppError } from "../domain/errors.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { isTokenFor } from "../domain/log-token.ts";
import { logTokenAccount, type Settings } from "../domain/settings.ts";
import type { LogAddress } from "../services/connection/connection-deps.ts";
import { nullDebugLog, type DebugLog } from "../services/ports/debug-log.ts";
import type { LogSink, TokenAnswer } from "../services/ports/log-sink.ts";
import type { Platform } from "./platform.ts";

/** Finds the log server; null when the set-up skipped it. */
export type FindLog = () => Promise<Result<LogAddress | null, AppError>>;

/** The server at this address, with the token of the environment, or with the stored one where that is for it. */
const withToken = async (
  { secrets, environment }: Platform,
  settings: Settings,
  url: string,
): Promise<Result<LogAddress, AppError>> => {
  const given = nonEmpty(environment["S3_SFTP_LOG_TOKEN"]);
  if (given !== null) return ok({ url, token: given });
  const token = await secrets.read(logTokenAccount);
  if (!token.ok) return token;
  // Waits in the outbox: an outcome is not dropped because its token is away.
  if (token.value === null) return fail({ code: "NotSetUp", missing: "logToken" });
  return isTokenFor(settings, url)
    ? ok({ url, token: token.value })
    : fail({ code: "NotSetUp", missing: "logToken", name: new URL(url).host });
};

/** The log server at `url`, or the one of the settings. */
export const findLogAt =
  (platform: Platform, url: string | null): FindLog =>
  async () => {
    const settings = await platform.settings.load();
    if (!settings.ok) return settings;
    const at = url ?? settings.value.logUrl;
    return at === null ? ok(null) : withToken(platform, settings.value, at);
  };

/** The log server of the settings. */
export const storedLog = (platform: Platform): FindLog => findLogAt(platform, null);

const unasked: TokenAnswer = { status: "unasked" };

/** That there is no log server is believed for so long: to ask the settings for each small file takes longer than to send it. */
const absentMs = 1_000;

/**
 * A sink that looks the log server up when it is needed, so that a set-up or a reset counts at once. Without a
 * log server everything is taken and goes nowhere.
 */
export const createReloadableLogSink = (
  find: FindLog,
  debug: DebugLog = nullDebugLog,
): LogSink & { readonly invalidate: () => void } => {
  let found: Promise<Result<LogSink | null, AppError>> | null = null;
  let absentUntilMs = 0;

  const open = async (): Promise<Result<LogSink | null, AppError>> => {
    const log = await find();
    if (!log.ok) return log;
    if (log.value === null) return ok(null);
    const { createHttpLogSink } = await import("../services/adapters/http/http-log-sink.ts");
    return ok(createHttpLogSink({ ...log.value, debug }));
  };

  const ask = async <T>(
    call: (sink: LogSink) => Promise<Result<T, AppError>>,
    absent: T,
  ): Promise<Result<T, AppError>> => {
    found ??= open();
    const sink = await found;
    if (!sink.ok || sink.value === null) found = null;
    if (!sink.ok) return sink;
    if (sink.value === null) return ok(absent);
    const answer = await call(sink.value);
    // The token or the address may be new by the next time.
    if (!answer.ok) found = null;
    return answer;
  };

  const isOn = async (): Promise<boolean> => {
    if (performance.now() < absentUntilMs) return false;
    found ??= open();
    const sink = await found;
    if (!sink.ok || sink.value === null) found = null;
    // One that cannot be reached or spoken to yet is told later.
    const isAbsent = sink.ok && sink.value === null;
    if (isAbsent) absentUntilMs = performance.now() + absentMs;
    return !isAbsent;
  };

  return {
    isOn,
    deliver: (outcome, signal) => ask((sink) => sink.deliver(outcome, signal), undefined),
    ping: (signal) => ask((sink) => sink.ping(signal), undefined),
    askToken: (signal) => ask((sink) => sink.askToken(signal), unasked),
    invalidate: () => {
      found = null;
      absentUntilMs = 0;
    },
  };
};
