import type { RateLimited, RateLimits } from "../limits/rate-limits.ts";
import type { Counters, LogAnswer } from "../operations/metrics.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { json, later, tooMany, type Answer } from "./answer.ts";
import type { BadRequest } from "./log-request.ts";
import type { BodyRefusal } from "./read-body.ts";
import type { RequestContext } from "./route.ts";

export interface RefusalDeps {
  readonly gate: RateLimits;
  readonly counters: Counters;
  /** Hears of every refusal; its lines may be thinned out. */
  readonly logRefusal: (data: object, words: string) => void;
}

/** Nobody reads the rest of the body. */
const cut = { connection: "close" };

/** Every way in which a post to the log is refused; each counts and logs it. Answers are listed in docs/log-protocol.md. */
export const createRefusals = ({ gate, counters, logRefusal }: RefusalDeps, maxBytes: number) => {
  const refuse = (context: RequestContext, kind: LogAnswer, data: object, answer: Answer) => {
    const { address, requestId } = context;
    counters.answered(kind);
    logRefusal({ requestId, address, status: answer.status, ...data }, `refused: ${kind}`);
    return answer;
  };

  const limited = (context: RequestContext, limit: RateLimited, tokenName?: string) =>
    refuse(context, "limited", { by: limit.by, tokenName }, tooMany(limit));

  const malformed = (
    context: RequestContext,
    { field, problem }: BadRequest,
    tokenName?: string,
  ) => {
    const answer = json(400, { error: `${field} ${problem}`, field });
    return refuse(context, "malformed", { field, problem, tokenName }, answer);
  };

  /** For what shows no token at all. */
  const ifFew = (context: RequestContext, answer: () => Answer): Answer => {
    const limit = gate.checkNoToken(context.address);
    return limit ? limited(context, limit) : answer();
  };

  return {
    limited,
    malformed,
    notStored: (context: RequestContext, fault: object, retryAfterSeconds: number) => {
      const answer = later(503, "the message could not be stored", retryAfterSeconds);
      return refuse(context, "not-stored", fault, answer);
    },
    unreadable: (context: RequestContext, problem: BadRequest) =>
      ifFew(context, () => malformed(context, problem)),
    wrongToken: (context: RequestContext) => {
      const limit = gate.checkWrongToken(context.address);
      if (limit) return limited(context, limit);
      return refuse(context, "unauthorized", {}, json(401, { error: "unknown token" }));
    },
    unread: (context: RequestContext, why: BodyRefusal): Answer => {
      switch (why) {
        case "tooLong": {
          const answer = json(413, { error: `the body is longer than ${maxBytes} bytes` });
          return ifFew(context, () => refuse(context, "too-large", {}, answer));
        }
        case "tooSlow": {
          const answer = json(408, { error: "the body was too slow" }, cut);
          return refuse(context, "too-slow", {}, answer);
        }
        case "dropped": {
          const answer = later(429, "too many unfinished requests", 1);
          const headers = { ...answer.headers, ...cut };
          return refuse(context, "limited", { by: "unfinished" }, { ...answer, headers });
        }
        default:
          return assertNever(why);
      }
    },
  };
};
