import type { LiveTokens } from "../auth/live-tokens.ts";
import type { Gate } from "../limits/gate.ts";
import type { InFlight } from "../limits/in-flight.ts";
import type { Counters, LogAnswer } from "../operations/metrics.ts";
import type { Clock, LogEntry, MessageQueue } from "../ports.ts";
import { json, later, type Answer } from "./answer.ts";
import { decodeLogRequest, toLogEntry, type BadRequest } from "./log-request.ts";
import { readBody } from "./read-body.ts";
import type { Route, Visit } from "./route.ts";

export interface LogRouteDeps {
  readonly tokens: Pick<LiveTokens, "book">;
  readonly queue: Pick<MessageQueue, "put">;
  readonly gate: Gate;
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
  (visit: Visit, answer: LogAnswer, data: object, response: Answer): Answer => {
    const { address, requestId } = visit;
    counters.answered(answer);
    logRefusal({ requestId, address, status: response.status, ...data }, `refused: ${answer}`);
    return response;
  };

/** `POST /`: takes one outcome; 202 only when it is on disk. Answers are listed in docs/log-protocol.md. */
export const createLogRoute = (deps: LogRouteDeps): Route => {
  const { tokens, queue, gate, inFlight, counters, clock } = deps;

  const refuse = createRefuse(deps);

  const refuseBody = (visit: Visit, { field, problem }: BadRequest, tokenName?: string) =>
    refuse(
      visit,
      "malformed",
      { field, problem, tokenName },
      json(400, { error: `${field} ${problem}`, field }),
    );

  const keep = async (visit: Visit, entry: LogEntry): Promise<Answer> => {
    const put = await queue.put(entry);
    if (put.ok) {
      counters.answered(put.value);
      return json(put.value === "accepted" ? 202 : 200, { status: put.value, id: entry.id });
    }
    const response = later(503, "the message could not be stored", retryAfterSeconds);
    return refuse(visit, "not-stored", put.error, response);
  };

  const judge = (visit: Visit, body: Buffer): Answer | Promise<Answer> => {
    const request = decodeLogRequest(body);
    if (!request.ok) return refuseBody(visit, request.error);
    const tokenName = tokens.book().nameOf(request.value.auth);
    if (tokenName === null) {
      gate.tokenFailed(visit.address);
      return refuse(visit, "unauthorized", {}, json(401, { error: "unknown token" }));
    }
    const waitSeconds = gate.admitToken(tokenName);
    if (waitSeconds > 0) {
      const response = later(429, "too many messages with this token", waitSeconds);
      return refuse(visit, "limited", { tokenName }, response);
    }
    const entry = toLogEntry(request.value, tokenName, clock.nowMs());
    return entry.ok ? keep(visit, entry.value) : refuseBody(visit, entry.error, tokenName);
  };

  return async (visit) => {
    if (deps.isStopping()) return later(503, "the server is stopping", retryAfterSeconds);
    const waitSeconds = gate.admitAddress(visit.address);
    if (waitSeconds > 0) {
      const response = later(429, "too many requests from this address", waitSeconds);
      return refuse(visit, "limited", {}, response);
    }
    if (!inFlight.enter(visit.address)) {
      const response = later(429, "too many unfinished requests", 1);
      return refuse(visit, "limited", {}, response);
    }
    const body = await readBody(visit.request, maxBodyBytes).finally(() =>
      inFlight.leave(visit.address),
    );
    if (body !== null) return judge(visit, body);
    const response = json(413, { error: `the body is longer than ${maxBodyBytes} bytes` });
    return refuse(visit, "too-large", {}, response);
  };
};
