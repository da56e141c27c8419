import type { AppError } from "../../../domain/errors.ts";
import type { Outcome } from "../../../domain/outcome.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { networkCodes, unreachableReason } from "../../../domain/unreachable-reason.ts";
import { nullDebugLog, type DebugLog } from "../../ports/debug-log.ts";
import type { LogSink } from "../../ports/log-sink.ts";
import { createWatchedFetch, type LogRequest } from "./watched-fetch.ts";

export interface HttpLogSinkOptions {
  /** Where the log server answers `POST /` and `GET /health-check`; a path before them is kept. */
  readonly url: string;
  /** Null: it is only asked whether it is there. */
  readonly token: string | null;
  /** For an answer; 15 s unless told otherwise. */
  readonly timeoutMs?: number;
  /** Hears of each post; default nobody. */
  readonly debug?: DebugLog;
}

const maxAnswerCharacters = 200;

/** The fields of the original client first, then what ours adds. Wire: docs/log-protocol.md. */
const toBody = (outcome: Outcome, token: string | null): string =>
  JSON.stringify({
    Auth: token,
    Action: outcome.action,
    LogMessage: outcome.message,
    Id: outcome.id,
    At: new Date(outcome.atMs).toISOString(),
    Sender: outcome.sender,
    Bucket: outcome.bucket,
    Key: outcome.key,
    Bytes: outcome.bytes,
    Sha256: outcome.sha256,
    ETag: outcome.etag,
    RequestId: outcome.requestId,
  });

const endpoint = (base: string, path: string): URL =>
  new URL(path, base.endsWith("/") ? base : `${base}/`);

/** What the server said, without line breaks and never the token it may have repeated. */
const readSaid = async (response: Response, token: string | null): Promise<string> => {
  const text = await response.text().catch(() => "");
  const hidden = token === null ? text : text.replaceAll(token, "…");
  return hidden.replaceAll(/\s+/g, " ").trim().slice(0, maxAnswerCharacters);
};

const toRefusal = async (response: Response, token: string | null): Promise<AppError> => ({
  code: "LogServerRefused",
  status: response.status,
  // 400: this message will never be taken; 401: this token will not.
  permanent: response.status === 400 || response.status === 401,
  said: await readSaid(response, token),
});

const readDelivery = async (
  response: Response,
  token: string | null,
): Promise<Result<void, AppError>> => {
  if (!response.ok) return fail(await toRefusal(response, token));
  await response.body?.cancel();
  return ok(undefined);
};

/** What else a proxy before a log server may say while that one is away or busy; the address may be right. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

const isPassing = (status: number): boolean => status >= 500 || passingStatuses.has(status);

/** Why what answered a ping is not taken for a log server. A ping carries no message and no token. */
const toPingError = (status: number, host: string, said: string): AppError =>
  isPassing(status)
    ? { code: "LogServerRefused", status, permanent: false, said }
    : { code: "NotALogServer", host, status, said };

/** Sends outcomes to a log server by fetch. The token goes into the body only. */
export const createHttpLogSink = (options: HttpLogSinkOptions): LogSink => {
  const { url, token, timeoutMs = 15_000, debug = nullDebugLog } = options;
  const { host } = new URL(url);
  const watchedFetch = createWatchedFetch(debug);

  const ask = async <T>(
    path: string,
    init: LogRequest,
    signal: AbortSignal,
    read: (response: Response) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await watchedFetch(
        endpoint(url, path),
        init,
        AbortSignal.any([signal, timeout]),
      );
      return await read(response);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      const reason = timeout.aborted ? "timeout" : unreachableReason(networkCodes(thrown));
      return fail({ code: "LogServerUnreachable", host, reason });
    }
  };

  return {
    isOn: async () => true,
    deliver: (outcome, signal) =>
      ask(
        "",
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: toBody(outcome, token),
        },
        signal,
        (response) => readDelivery(response, token),
      ),
    ping: (signal) =>
      ask("health-check", { method: "GET" }, signal, async (response) => {
        const said = await readSaid(response, token);
        if (response.ok && said === "pong") return ok(undefined);
        return fail(toPingError(response.status, new URL(url).host, said));
      }),
  };
};
