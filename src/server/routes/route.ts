import type { IncomingMessage } from "node:http";
import type { Answer } from "./answer.ts";

/** One request on its way through the server. */
export interface RequestContext {
  readonly request: IncomingMessage;
  /** The client's, proxies taken into account. */
  readonly address: string;
  /** Names the request in the log; refusals carry it in `X-Request-Id`. */
  readonly requestId: string;
}

/** Answers one request. */
export type Route = (context: RequestContext) => Answer | Promise<Answer>;
