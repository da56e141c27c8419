import type { ReloadableTokens } from "../auth/reloadable-tokens.ts";
import type { RateLimited, RateLimits } from "../limits/rate-limits.ts";
import type { InFlight } from "../limits/in-flight.ts";
import type { Counters, LogAnswer } from "../operations/metrics.ts";
import type { Clock, KnownToken, LogEntry, MessageQueue } from "../ports.ts";
import { json, later, tooMany, type Answer } from "./answer.ts";
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

  const limit = (context: RequestContext, limited: RateLimited, tokenName?: string) =>
    refuse(context, "limited", { by: limited.by, tokenName }, tooMany(limited));

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

  const refuseWrongToken = (context: RequestContext) => {
    const limited = gate.checkWrongToken(context.address);
    if (limited) return limit(context, limited);
    return refuse(context, "unauthorized", {}, json(401, { error: "unknown token" }));
  };

  const refuseTooLong = (context: RequestContext) => {
    const response = json(413, { error: `the body is longer than ${maxBodyBytes} bytes` });
    return refuse(context, "too-large", {}, response);
  };

  /** For what shows no token at all. */
  const ifFew = (context: RequestContext, refuseIt: () => Answer): Answer => {
    const limited = gate.checkNoToken(context.address);
    return limited ? limit(context, limited) : refuseIt();
  };

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

  // The token decides first: what else comes from the same address is no reason to refuse a good one.
  const judge = (context: RequestContext, body: Buffer): Answer | Promise<Answer> => {
    const request = decodeLogRequest(body);
    if (!request.ok) return ifFew(context, () => refuseBody(context, request.error));
    const token = tokens.index().find(request.value.auth);
    if (token === null) return refuseWrongToken(context);
    const limited = gate.checkToken(token, context.address);
    if (limited) return limit(context, limited, token.name);
    const entry = toLogEntry(request.value, token.name, clock.nowMs());
    return entry.ok
      ? keep(context, entry.value, token)
      : refuseBody(context, entry.error, token.name);
  };

  return async (context) => {
    if (deps.isStopping()) return later(503, "the server is stopping", retryAfterSeconds);
    if (!inFlight.enter(context.address)) {
      const response = later(429, "too many unfinished requests", 1);
      return refuse(context, "limited", {}, response);
    }
    const body = await readBody(context.request, maxBodyBytes).finally(() =>
      inFlight.leave(context.address),
    );
    return body === null ? ifFew(context, () => refuseTooLong(context)) : judge(context, body);
  };
};
