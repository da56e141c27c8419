import type { AppError } from "../../../domain/errors.ts";
import type { Outcome } from "../../../domain/outcome.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { nullDebugLog, type DebugLog } from "../../ports/debug-log.ts";
import type { Environment } from "../../ports/environment.ts";
import type { LogSink, TokenAnswer } from "../../ports/log-sink.ts";
import { logAnswerBytes } from "./answer-size.ts";
import type { HttpReply } from "./http-call.ts";
import { bearerOf, judgeLogAnswer, namesIds, readTokenAnswer } from "./log-answer.ts";
import { createHttpSender } from "./http-sender.ts";
import { readNetworkFault } from "./network-fault.ts";
import { toOrigin } from "./origin.ts";
import { watchPosts } from "./watch-posts.ts";

export interface HttpLogSinkOptions {
  /** Where the log server answers `POST /` and `GET /health-check`; a path before them is kept. */
  readonly url: string;
  readonly token: string;
  /** For an answer; 15 s unless told otherwise. */
  readonly timeoutMs?: number;
  /** Hears of each post; default nobody. */
  readonly debug?: DebugLog;
  /** For proxies and certificates; default this process's. */
  readonly environment?: Environment;
}

const connectTimeoutMs = 10_000;

const maxAnswerCharacters = 200;

/** The fields of the original client first, then what ours adds. Wire: docs/log-protocol.md. */
const toBody = (outcome: Outcome, token: string): string =>
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

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** What the server said, without line breaks and never the token it may have repeated. */
const readSaid = ({ body }: HttpReply, token: string): string => {
  const hidden = body.toString("utf8").replaceAll(token, "…");
  return hidden.replaceAll(/\s+/g, " ").trim().slice(0, maxAnswerCharacters);
};

const toRefusal = (status: number, said: string): AppError => ({
  code: "LogServerRefused",
  status,
  // 400: this message will never be taken; 401: this token will not.
  permanent: status === 400 || status === 401,
  said,
});

/** What no log server says at such length. */
const tooLongWords = "(too long)";

/** What else a proxy before a log server may say while that one is away or busy; the address may be right. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

const isPassing = (status: number): boolean => status >= 500 || passingStatuses.has(status);

/** Why what answered a ping is not taken for a log server. A ping carries no message and no token. */
const toPingError = (status: number, host: string, said: string): AppError =>
  isPassing(status)
    ? { code: "LogServerRefused", status, permanent: false, said }
    : { code: "NotALogServer", host, status, said };

/** Why no answer came, or none that can be read. Throws what is no network's fault: a bug. */
const toUnreachable = (thrown: unknown, host: string): AppError => {
  const fault = readNetworkFault(thrown);
  if (fault === null) throw thrown;
  if (fault.is === "unusable") return fault.error;
  if (fault.is === "too long") {
    const { status } = fault;
    return isSuccess(status)
      ? { code: "NotALogServer", host, status, said: tooLongWords }
      : toRefusal(status, tooLongWords);
  }
  if (fault.is === "stalled") return { code: "LogServerUnreachable", host, reason: "timeout" };
  const { reason, detail, proxy } = fault;
  return { code: "LogServerUnreachable", host, reason, detail, ...(proxy && { proxy }) };
};

interface LogRequest {
  readonly method: "GET" | "POST";
  /** Behind the server's address. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** One request to the log server, and its answer whatever it is. */
type Ask = (request: LogRequest, signal: AbortSignal) => Promise<Result<HttpReply, AppError>>;

const createAsk = (options: HttpLogSinkOptions): Ask => {
  const { url, timeoutMs = 15_000, debug = nullDebugLog } = options;
  const { environment = process.env } = options;
  const { host } = new URL(url);
  // Its connections end by themselves, and keep no program alive.
  const sender = watchPosts(
    createHttpSender({ connectTimeoutMs, idleTimeoutMs: timeoutMs, environment }),
    debug,
  );

  return async ({ method, target, headers = {}, body }, signal) => {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(timeoutMs);
    const address = endpoint(url, target);
    try {
      const reply = await sender.send({
        method,
        origin: toOrigin(address),
        path: address.pathname,
        headers: {
          host: address.host,
          accept: "*/*",
          "user-agent": "s3-sftp",
          ...headers,
          ...(body !== undefined && {
            "content-type": "application/json",
            "content-length": String(body.length),
          }),
        },
        body: body ?? null,
        maxAnswerBytes: logAnswerBytes,
        signal: AbortSignal.any([signal, timeout]),
      });
      return ok(reply);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (timeout.aborted) return fail({ code: "LogServerUnreachable", host, reason: "timeout" });
      return fail(toUnreachable(thrown, host));
    }
  };
};

/**
 * Sends outcomes to a log server, as everything else is sent: through the same proxy, and no redirect is followed,
 * which would carry the token to a host that nobody chose. The token goes into the body, and into the header of the
 * question about it; never into an address.
 */
export const createHttpLogSink = (options: HttpLogSinkOptions): LogSink => {
  const { url, token } = options;
  const { host } = new URL(url);
  const ask = createAsk(options);
  /** What once names an Id does so in each answer: another one is given by something before it. */
  let hasNamedIds = false;
  const ping = async (signal: AbortSignal): Promise<Result<void, AppError>> => {
    const asked = await ask({ method: "GET", target: "health-check" }, signal);
    if (!asked.ok) return asked;
    const said = readSaid(asked.value, token);
    if (isSuccess(asked.value.status) && said === "pong") {
      hasNamedIds ||= namesIds(asked.value);
      return ok(undefined);
    }
    return fail(toPingError(asked.value.status, host, said));
  };
  /** Whether what answered 2xx without an Id may have taken a message. Asked each time: a portal may be between by now. */
  const mayHaveTaken = async (signal: AbortSignal): Promise<Result<boolean, AppError>> => {
    const pong = await ping(signal);
    return pong.ok ? ok(!hasNamedIds) : pong;
  };

  const askToken = async (signal: AbortSignal): Promise<Result<TokenAnswer, AppError>> => {
    // Whatever says no pong is shown no token.
    const pong = await ping(signal);
    if (!pong.ok) return pong;
    const authorization = bearerOf(token);
    if (authorization === null) return ok({ status: "unasked" });
    const request = { method: "GET", target: "token", headers: { authorization } } as const;
    const asked = await ask(request, signal);
    if (!asked.ok) return asked;
    const { status } = asked.value;
    if (status === 401 || isPassing(status))
      return fail(toRefusal(status, readSaid(asked.value, token)));
    return ok(readTokenAnswer(asked.value));
  };

  return {
    isOn: async () => true,
    deliver: async (outcome, signal) => {
      const body = Buffer.from(toBody(outcome, token));
      const asked = await ask({ method: "POST", target: "", body }, signal);
      if (!asked.ok) return asked;
      const reply = asked.value;
      if (!isSuccess(reply.status)) return fail(toRefusal(reply.status, readSaid(reply, token)));
      const answer = judgeLogAnswer(reply, outcome.id);
      if (answer === "taken") {
        hasNamedIds = true;
        return ok(undefined);
      }
      if (answer === "perhaps") {
        const original = await mayHaveTaken(signal);
        if (!original.ok) return original;
        if (original.value) return ok(undefined);
      }
      const said = readSaid(reply, token);
      return fail({ code: "NotALogServer", host, status: reply.status, said });
    },
    ping,
    askToken,
  };
};
