import { H3, type H3Event } from "h3";
import { IncomingMessage } from "node:http";
import { clientAddress, type TrustedProxies } from "./limits/client-address.ts";
import type { Log } from "./ports.ts";
import { json } from "./routes/answer.ts";
import { healthCheckRoute } from "./routes/health-check.ts";
import type { Route } from "./routes/route.ts";

export interface AppDeps {
  readonly logRoute: Route;
  readonly readyRoute: Route;
  readonly metricsRoute: Route;
  readonly proxies: TrustedProxies;
  readonly log: Log;
}

const isAborted = (request: IncomingMessage) => request.destroyed && !request.complete;

/** The server's four routes. Any other path is 404, any other method 405 with Allow. */
export const createApp = ({ logRoute, readyRoute, metricsRoute, proxies, log }: AppDeps): H3 => {
  const handle = (method: "GET" | "POST", route: Route) => async (event: H3Event) => {
    const request = event.runtime?.node?.req;
    if (!(request instanceof IncomingMessage)) throw new Error("not started on node:http");
    const isAllowed =
      event.req.method === method || (method === "GET" && event.req.method === "HEAD");
    if (!isAllowed)
      return json(
        405,
        { error: `use ${method}` },
        { allow: method === "GET" ? "GET, HEAD" : method },
      );
    const forwardedFor = event.req.headers.get("x-forwarded-for") ?? undefined;
    const address = clientAddress(request.socket.remoteAddress ?? "", forwardedFor, proxies);
    try {
      return await route(request, address);
    } catch (error) {
      if (isAborted(request)) return json(400, { error: "the request was cut off" });
      log.error({ err: error }, "a bug: a request could not be answered");
      return json(500, { error: "internal error" });
    }
  };
  return new H3({ silent: true, onError: (error) => json(error.status, { error: error.message }) })
    .all("/", handle("POST", logRoute))
    .all("/health-check", handle("GET", healthCheckRoute))
    .all("/ready", handle("GET", readyRoute))
    .all("/metrics", handle("GET", metricsRoute))
    .all("/**", () => json(404, { error: "no such path" }));
};
