import { HTTPResponse } from "h3";
import type { LiveTokens } from "../auth/live-tokens.ts";
import { isLoopbackHost } from "../operations/loopback.ts";
import type { Metrics } from "../operations/metrics.ts";
import { json } from "./answer.ts";
import type { Route } from "./route.ts";

/** `GET /metrics`: for loopback, or for who shows a sender's token as `Authorization: Bearer …`. */
export const createMetricsRoute =
  (metrics: Metrics, tokens: Pick<LiveTokens, "book">): Route =>
  async (request, address) => {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const mayRead =
      isLoopbackHost(address) || (token !== undefined && tokens.book().nameOf(token) !== null);
    if (!mayRead)
      return json(401, { error: "a token is needed" }, { "www-authenticate": "Bearer" });
    return new HTTPResponse(await metrics.render(), {
      headers: { "content-type": metrics.contentType },
    });
  };
