import type { IncomingMessage } from "node:http";
import type { HTTPResponse } from "h3";
import type { LiveTokens } from "../auth/live-tokens.ts";
import type { Clock, Log, LogEntry, MessageQueue } from "../ports.ts";
import type { Counters } from "../operations/metrics.ts";
import type { Gate } from "../limits/gate.ts";
import { json, later } from "./answer.ts";
import { decodeLogRequest, toLogEntry, type BadRequest } from "./log-request.ts";
import { readBody } from "./read-body.ts";

export interface LogRouteDeps {
  readonly tokens: Pick<LiveTokens, "book">;
  readonly queue: Pick<MessageQueue, "put">;
  readonly gate: Gate;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
  /** True once the server has begun to stop. */
  readonly isStopping: () => boolean;
}

/** Longest body of a post. */
export const maxBodyBytes = 64 * 1024;
/** When a full disk or a stopping server should be tried again. */
const retryAfterSeconds = 10;

const badRequest = ({ field, problem }: BadRequest) =>
  json(400, { error: `${field} ${problem}`, field });

/** `POST /`: takes one outcome; 202 only when it is on disk. Answers are listed in docs/log-protocol.md. */
export const createLogRoute = (deps: LogRouteDeps) => {
  const { tokens, queue, gate, counters, clock, log } = deps;

  const keep = async (entry: LogEntry): Promise<HTTPResponse> => {
    const put = await queue.put(entry);
    if (put.ok) {
      counters.answered(put.value);
      return json(put.value === "accepted" ? 202 : 200, { status: put.value, id: entry.id });
    }
    counters.answered("full");
    log.error({ ...put.error }, "cannot keep a message, the sender is asked to come again");
    return later(503, "the message could not be stored", retryAfterSeconds);
  };

  const judge = async (body: Buffer, address: string): Promise<HTTPResponse> => {
    const request = decodeLogRequest(body);
    if (!request.ok) {
      counters.answered("malformed");
      return badRequest(request.error);
    }
    const tokenName = tokens.book().nameOf(request.value.auth);
    if (tokenName === null) {
      gate.tokenFailed(address);
      counters.answered("unauthorized");
      log.debug({ address }, "unknown token");
      return json(401, { error: "unknown token" });
    }
    const waitSeconds = gate.admitToken(tokenName);
    if (waitSeconds > 0) {
      counters.answered("limited");
      return later(429, "too many messages with this token", waitSeconds);
    }
    const entry = toLogEntry(request.value, tokenName, clock.nowMs());
    if (entry.ok) return keep(entry.value);
    counters.answered("malformed");
    return badRequest(entry.error);
  };

  return async (request: IncomingMessage, address: string): Promise<HTTPResponse> => {
    if (deps.isStopping()) return later(503, "the server is stopping", retryAfterSeconds);
    const waitSeconds = gate.admitAddress(address);
    if (waitSeconds > 0) {
      counters.answered("limited");
      return later(429, "too many requests from this address", waitSeconds);
    }
    const body = await readBody(request, maxBodyBytes);
    if (body !== null) return judge(body, address);
    counters.answered("too-large");
    // The rest of the body is not read: the connection cannot be used again.
    return json(
      413,
      { error: `the body is longer than ${maxBodyBytes} bytes` },
      { connection: "close" },
    );
  };
};
