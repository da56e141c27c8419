import { H3, type H3Event, type HTTPResponse } from "h3";
import { randomBytes } from "node:crypto";
import { IncomingMessage } from "node:http";
import { clientAddress, type TrustedProxies } from "./limits/client-address.ts";
import type { Log } from "./ports.ts";
import { json } from "./routes/answer.ts";
import { healthCheckRoute } from "./routes/health-check.ts";
import type { Route, Visit } from "./routes/route.ts";

export interface AppDeps {
  readonly logRoute: Route;
  readonly readyRoute: Route;
  readonly metricsRoute: Route;
  readonly proxies: TrustedProxies;
  readonly log: Log;
}

/** Unique among the server's starts, short enough to read out over the telephone. */
const createRequestIds = () => {
  const start = randomBytes(4).toString("hex");
  let count = 0;
  return () => `${start}-${(count += 1).toString(36)}`;
};

const isCutOff = ({ destroyed, complete }: IncomingMessage) => destroyed && !complete;

const onlyMethod = (method: "GET" | "POST", allow: string, route: Route): Route => {
  const allowed = allow.split(", ");
  return (visit) =>
    allowed.includes(visit.request.method ?? "")
      ? route(visit)
      : json(405, { error: `use ${method}` }, { allow });
};

/** The server's four routes. Any other path is 404, any other method 405 with Allow. */
export const createApp = ({ logRoute, readyRoute, metricsRoute, proxies, log }: AppDeps): H3 => {
  const nextRequestId = createRequestIds();
  const answer = async (route: Route, visit: Visit): Promise<HTTPResponse> => {
    try {
      return await route(visit);
    } catch (error) {
      if (isCutOff(visit.request)) return json(400, { error: "the request was cut off" });
      log.error({ err: error, requestId: visit.requestId }, "a bug: a request was not answered");
      return json(500, { error: "internal error" });
    }
  };
  const handle = (route: Route) => async (event: H3Event) => {
    const request = event.runtime?.node?.req;
    if (!(request instanceof IncomingMessage)) throw new Error("not started on node:http");
    const { headers, socket } = request;
    const forwardedFor = headers["x-forwarded-for"]?.toString();
    const address = clientAddress(socket.remoteAddress ?? "", forwardedFor, proxies);
    const visit = { request, address, requestId: nextRequestId() };
    const response = await answer(route, visit);
    if (response.status !== undefined && response.status >= 400)
      response.headers.set("x-request-id", visit.requestId);
    return response;
  };
  const post = (route: Route) => handle(onlyMethod("POST", "POST", route));
  const get = (route: Route) => handle(onlyMethod("GET", "GET, HEAD", route));
  return new H3({ silent: true, onError: (error) => json(error.status, { error: error.message }) })
    .all("/", post(logRoute))
    .all("/health-check", get(healthCheckRoute))
    .all("/ready", get(readyRoute))
    .all("/metrics", get(metricsRoute))
    .all(
      "/**",
      handle(() => json(404, { error: "no such path" })),
    );
};
