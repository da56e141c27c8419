import type { ReloadableTokens } from "../auth/reloadable-tokens.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { InFlight } from "../limits/in-flight.ts";
import type { Counters, LogAnswer } from "../operations/metrics.ts";
import type { Clock, KnownToken, LogEntry, MessageQueue } from "../ports.ts";
import { json, later, type Answer } from "./answer.ts";
import { decodeLogRequest, toLogEntry, type BadRequest } from "./log-request.ts";
import { readBody } from "./read-body.ts";
import type { Route, RequestContext } from "./route.ts";

export interface LogRouteDeps {
  readonly tokens: Pick<ReloadableTokens, "index">;
  readonly queue: Pick<MessageQueue, "put">;
  readonly gate: RateLimits;
  readonly inFlight: InFlight;
  readonly counters: Counters;
  readonly clock: Pick<Clock, "nowMs">;
  /** Hears of every refusal; its lines may be thinned out. */
  readonly logRefusal: (data: object, words: string) => void;
  /** True once the server has begun to stop. */
  readonly isStopping: () => boolean;
}

/** Longest body of a post. */
export const maxBodyBytes = 64 * 1024;
/** When a full disk or a stopping server should be tried again. */
const retryAfterSeconds = 10;

/** Counts and logs a refusal on its way out. */
const createRefuse =
  ({ counters, logRefusal }: Pick<LogRouteDeps, "counters" | "logRefusal">) =>
  (context: RequestContext, answer: LogAnswer, data: object, response: Answer): Answer => {
    const { address, requestId } = context;
    counters.answered(answer);
    logRefusal({ requestId, address, status: response.status, ...data }, `refused: ${answer}`);
    return response;
  };

/** `POST /`: takes one outcome; 202 only when it is on disk. Answers are listed in docs/log-protocol.md. */
export const createLogRoute = (deps: LogRouteDeps): Route => {
  const { tokens, queue, gate, inFlight, counters, clock } = deps;

  const refuse = createRefuse(deps);

  const refuseBody = (
    context: RequestContext,
    { field, problem }: BadRequest,
    tokenName?: string,
  ) =>
    refuse(
      context,
      "malformed",
      { field, problem, tokenName },
      json(400, { error: `${field} ${problem}`, field }),
    );

  const keep = async (
    context: RequestContext,
    entry: LogEntry,
    token: KnownToken,
  ): Promise<Answer> => {
    const put = await queue.put(entry, token);
    if (put.ok) {
      counters.answered(put.value);
      return json(put.value === "accepted" ? 202 : 200, { status: put.value, id: entry.id });
    }
    const response = later(503, "the message could not be stored", retryAfterSeconds);
    return refuse(context, "not-stored", put.error, response);
  };

  const judge = (context: RequestContext, body: Buffer): Answer | Promise<Answer> => {
    const request = decodeLogRequest(body);
    if (!request.ok) return refuseBody(context, request.error);
    const token = tokens.index().find(request.value.auth);
    if (token === null) {
      gate.recordBadToken(context.address);
      return refuse(context, "unauthorized", {}, json(401, { error: "unknown token" }));
    }
    const waitSeconds = gate.checkToken(token);
    if (waitSeconds > 0) {
      const response = later(429, "too many messages with this token", waitSeconds);
      return refuse(context, "limited", { tokenName: token.name }, response);
    }
    const entry = toLogEntry(request.value, token.name, clock.nowMs());
    return entry.ok
      ? keep(context, entry.value, token)
      : refuseBody(context, entry.error, token.name);
  };

  return async (context) => {
    if (deps.isStopping()) return later(503, "the server is stopping", retryAfterSeconds);
    const waitSeconds = gate.checkAddress(context.address);
    if (waitSeconds > 0) {
      const response = later(429, "too many requests from this address", waitSeconds);
      return refuse(context, "limited", {}, response);
    }
    if (!inFlight.enter(context.address)) {
      const response = later(429, "too many unfinished requests", 1);
      return refuse(context, "limited", {}, response);
    }
    const body = await readBody(context.request, maxBodyBytes).finally(() =>
      inFlight.leave(context.address),
    );
    if (body !== null) return judge(context, body);
    const response = json(413, { error: `the body is longer than ${maxBodyBytes} bytes` });
    return refuse(context, "too-large", {}, response);
  };
};
