import { nonEmpty } from "../domain/non-empty.ts";
import type { AppError } from "../domain/errors.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { logTokenAccount } from "../domain/settings.ts";
import type { LogAddress } from "../services/connection/connection-deps.ts";
import { nullDebugLog, type DebugLog } from "../services/ports/debug-log.ts";
import type { LogSink } from "../services/ports/log-sink.ts";
import type { Platform } from "./platform.ts";

/** Finds the log server; null when the set-up skipped it. */
export type FindLog = () => Promise<Result<LogAddress | null, AppError>>;

/** The log server of the settings, with the token of the environment or of the secret store. */
export const storedLog =
  ({ settings, secrets, environment }: Platform): FindLog =>
  async () => {
    const stored = await settings.load();
    if (!stored.ok) return stored;
    const url = stored.value.logUrl;
    if (url === null) return ok(null);
    const given = nonEmpty(environment["S3_SFTP_LOG_TOKEN"]);
    if (given !== null) return ok({ url, token: given });
    const token = await secrets.read(logTokenAccount);
    if (!token.ok) return token;
    // Waits in the outbox: an outcome is not dropped because its token is away.
    return token.value === null
      ? fail({ code: "NotSetUp", missing: "logToken" })
      : ok({ url, token: token.value });
  };

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

  const ask = async (
    call: (sink: LogSink) => Promise<Result<void, AppError>>,
  ): Promise<Result<void, AppError>> => {
    found ??= open();
    const sink = await found;
    if (!sink.ok || sink.value === null) found = null;
    if (!sink.ok) return sink;
    if (sink.value === null) return ok(undefined);
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
    deliver: (outcome, signal) => ask((sink) => sink.deliver(outcome, signal)),
    ping: (signal) => ask((sink) => sink.ping(signal)),
    invalidate: () => {
      found = null;
      absentUntilMs = 0;
    },
  };
};
