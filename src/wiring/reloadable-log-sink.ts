import type { AppError } from "../domain/errors.ts";
import { ok, type Result } from "../domain/result.ts";
import { nullDebugLog, type DebugLog } from "../services/ports/debug-log.ts";
import type { LogSink, TokenAnswer } from "../services/ports/log-sink.ts";
import type { FindLog } from "./find-log.ts";

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
