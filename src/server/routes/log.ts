import type { ReloadableTokens } from "../auth/reloadable-tokens.ts";
import type { InFlight } from "../limits/in-flight.ts";
import type { Clock, KnownToken, LogEntry, MessageQueue } from "../ports.ts";
import { json, later, type Answer } from "./answer.ts";
import { createRefusals, type RefusalDeps } from "./log-refusals.ts";
import { decodeLogRequest, toLogEntry } from "./log-request.ts";
import { readBody } from "./read-body.ts";
import type { Route, RequestContext } from "./route.ts";

export interface LogRouteDeps extends RefusalDeps {
  readonly tokens: Pick<ReloadableTokens, "index">;
  readonly queue: Pick<MessageQueue, "put">;
  readonly inFlight: InFlight;
  readonly firstKiBMs: number;
  readonly clock: Pick<Clock, "nowMs">;
  /** True once the server has begun to stop. */
  readonly isStopping: () => boolean;
}

/** Longest body of a post. */
export const maxBodyBytes = 64 * 1024;
/** When a full disk or a stopping server should be tried again. */
const retryAfterSeconds = 10;

/** `POST /`: takes one outcome; 202 only when it is on disk. Answers are listed in docs/log-protocol.md. */
export const createLogRoute = (deps: LogRouteDeps): Route => {
  const { tokens, queue, gate, inFlight, firstKiBMs, counters, clock } = deps;
  const refuse = createRefusals(deps, maxBodyBytes);

  const keep = async (
    context: RequestContext,
    entry: LogEntry,
    token: KnownToken,
  ): Promise<Answer> => {
    const put = await queue.put(entry, token);
    if (!put.ok) return refuse.notStored(context, put.error, retryAfterSeconds);
    counters.answered(put.value);
    return json(put.value === "accepted" ? 202 : 200, { status: put.value, id: entry.id });
  };

  // The token decides first: what else comes from the same address is no reason to refuse a good one.
  const judge = (context: RequestContext, body: Buffer): Answer | Promise<Answer> => {
    const request = decodeLogRequest(body);
    if (!request.ok) return refuse.unreadable(context, request.error);
    const token = tokens.index().find(request.value.auth);
    if (token === null) return refuse.wrongToken(context);
    const limit = gate.checkToken(token, context.address);
    if (limit) return refuse.limited(context, limit, token.name);
    const entry = toLogEntry(request.value, token.name, clock.nowMs());
    return entry.ok
      ? keep(context, entry.value, token)
      : refuse.malformed(context, entry.error, token.name);
  };

  return async (context) => {
    if (deps.isStopping()) return later(503, "the server is stopping", retryAfterSeconds);
    const { request, address } = context;
    const limits = { maxBytes: maxBodyBytes, firstKiBMs, inFlight, address };
    const body = await readBody(request, limits);
    return typeof body === "string" ? refuse.unread(context, body) : judge(context, body);
  };
};
