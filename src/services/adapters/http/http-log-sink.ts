import type { AppError } from "../../../domain/errors.ts";
import { isLoopbackHost } from "../../../domain/loopback.ts";
import type { Outcome } from "../../../domain/outcome.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { networkCodes, unreachableReason } from "../../../domain/unreachable-reason.ts";
import { nullDebugLog, type DebugLog } from "../../ports/debug-log.ts";
import type { LogSink } from "../../ports/log-sink.ts";

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

interface LogRequest {
  readonly method: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

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

/** True when a token sent to this URL can be read on the way: plain http to another host. */
export const isTokenExposed = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed?.protocol === "http:" && !isLoopbackHost(parsed.hostname);
};

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

/** Sends outcomes to a log server by fetch. The token goes into the body only. */
export const createHttpLogSink = (options: HttpLogSinkOptions): LogSink => {
  const { url, token, timeoutMs = 15_000, debug = nullDebugLog } = options;
  const { host } = new URL(url);

  const ask = async <T>(
    path: string,
    init: LogRequest,
    signal: AbortSignal,
    read: (response: Response) => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> => {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(timeoutMs);
    const startedMs = performance.now();
    const note = (status: number | null, error: string | null) =>
      debug.write({
        event: "logPost",
        method: init.method,
        // Not the path: that of a webhook is its secret.
        host,
        status,
        error,
        bodyBytes: Buffer.byteLength(init.body ?? ""),
        ms: Math.round(performance.now() - startedMs),
      });
    try {
      // A redirect would carry the token to a host that nobody chose.
      const response = await fetch(endpoint(url, path), {
        ...init,
        redirect: "manual",
        signal: AbortSignal.any([signal, timeout]),
      });
      const answer = await read(response);
      note(response.status, null);
      return answer;
    } catch (thrown) {
      const reason = timeout.aborted ? "timeout" : unreachableReason(networkCodes(thrown));
      note(null, signal.aborted ? "aborted" : reason);
      if (signal.aborted) throw signal.reason;
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
        return fail({ code: "LogServerRefused", status: response.status, permanent: false, said });
      }),
  };
};
