import type { ReloadableTokens } from "../auth/reloadable-tokens.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import { isLoopbackHost } from "../operations/loopback.ts";
import type { Metrics } from "../operations/metrics.ts";
import { json, later } from "./answer.ts";
import type { Route } from "./route.ts";

export interface MetricsRouteDeps {
  readonly metrics: Metrics;
  readonly tokens: Pick<ReloadableTokens, "index">;
  readonly gate: RateLimits;
}

/** `GET /metrics`: for loopback, or for who shows a sender's token as `Authorization: Bearer …`. */
export const createMetricsRoute =
  ({ metrics, tokens, gate }: MetricsRouteDeps): Route =>
  async ({ request, address }) => {
    const waitSeconds = gate.checkAddress(address);
    if (waitSeconds > 0) return later(429, "too many requests from this address", waitSeconds);
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const isKnown = token !== undefined && tokens.index().find(token) !== null;
    if (!isKnown && !isLoopbackHost(address)) {
      gate.recordBadToken(address);
      return json(401, { error: "a token is required" }, { "www-authenticate": "Bearer" });
    }
    return {
      status: 200,
      headers: { "content-type": metrics.contentType },
      body: await metrics.render(),
    };
  };
