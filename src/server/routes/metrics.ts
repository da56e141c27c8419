import { isLoopbackHost } from "../operations/loopback.ts";
import type { Metrics } from "../operations/metrics.ts";
import { readBearerToken, type BearerDeps } from "./bearer-token.ts";
import type { Route } from "./route.ts";

export interface MetricsRouteDeps extends BearerDeps {
  readonly metrics: Metrics;
}

/** `GET /metrics`: for loopback, or for who shows a sender's token as `Authorization: Bearer …`. */
export const createMetricsRoute =
  ({ metrics, ...deps }: MetricsRouteDeps): Route =>
  async (context) => {
    const token = readBearerToken(context, deps);
    const isOpen = isLoopbackHost(context.address);
    if (!token.ok && (!isOpen || token.error.status === 429)) return token.error;
    return {
      status: 200,
      headers: { "content-type": metrics.contentType },
      body: await metrics.render(),
    };
  };
