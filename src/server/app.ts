import { fromNodeHandler, H3, HTTPResponse, type H3Event, type HTTPError } from "h3";
import { randomBytes } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { clientAddress, type TrustedProxies } from "./limits/client-address.ts";
import type { Log } from "./ports.ts";
import { json, type Answer } from "./routes/answer.ts";
import { healthCheckRoute } from "./routes/health-check.ts";
import type { Route, RequestContext } from "./routes/route.ts";

export interface AppDeps {
  readonly logRoute: Route;
  readonly readyRoute: Route;
  readonly metricsRoute: Route;
  readonly tokenRoute: Route;
  readonly proxies: TrustedProxies;
  readonly log: Log;
}

/** Unique among the server's starts, short enough to read out over the telephone. */
const createRequestIds = () => {
  const start = randomBytes(4).toString("hex");
  let count = 0;
  return () => `${start}-${(count += 1).toString(36)}`;
};

const withRequestId = ({ status, headers }: Answer, requestId: string) =>
  status >= 400 ? { ...headers, "x-request-id": requestId } : headers;

/** Head and body in one piece, so that they are one write and one packet. */
const send = (response: ServerResponse, answer: Answer, requestId: string): void => {
  const { status, body } = answer;
  const length = { "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...withRequestId(answer, requestId), ...length }).end(body);
};

const isCutOff = ({ destroyed, complete }: IncomingMessage) => destroyed && !complete;

const onlyMethod = (method: "GET" | "POST", allow: string, route: Route): Route => {
  const allowed = allow.split(", ");
  return (context) =>
    allowed.includes(context.request.method ?? "")
      ? route(context)
      : json(405, { error: `use ${method}` }, { allow });
};

const unknownPath: Route = () => json(404, { error: "unknown path" });

/** The path as the client wrote it, which the router decodes; a request to a proxy carries the whole URL. */
const pathOf = ({ runtime }: H3Event): string =>
  (runtime?.node?.req.url ?? "").replace(/^https?:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "") || "/";

/** The server's five routes. Any other path is 404, any other method 405 with Allow. */
export const createApp = (deps: AppDeps): H3 => {
  const { logRoute, readyRoute, metricsRoute, tokenRoute, proxies, log } = deps;
  const nextRequestId = createRequestIds();
  const answer = async (route: Route, context: RequestContext): Promise<Answer> => {
    try {
      return await route(context);
    } catch (error) {
      if (isCutOff(context.request)) return json(400, { error: "the request was incomplete" });
      log.error(
        { err: error, requestId: context.requestId },
        "internal error: request not answered",
      );
      return json(500, { error: "internal error" });
    }
  };
  // Node's own request and response: a Web Request and Response for each post would cost as much as all else in it.
  const handle = (route: Route) =>
    fromNodeHandler(async (request, response) => {
      if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse))
        throw new Error("not started on node:http");
      const forwardedFor = request.headers["x-forwarded-for"]?.toString();
      const address = clientAddress(request.socket.remoteAddress ?? "", forwardedFor, proxies);
      const context = { request, address, requestId: nextRequestId() };
      send(response, await answer(route, context), context.requestId);
    });
  const handleUnknown = handle(unknownPath);
  // What the router takes for the same (a slash at the end, %6d for m) slips past a proxy's rule for this path.
  const exactly = (path: string, route: Route) => {
    const handleKnown = handle(route);
    return (event: H3Event) => (pathOf(event) === path ? handleKnown : handleUnknown)(event);
  };
  const post = (path: string, route: Route) => exactly(path, onlyMethod("POST", "POST", route));
  const get = (path: string, route: Route) => exactly(path, onlyMethod("GET", "GET, HEAD", route));
  // What h3 itself refuses: a path that is no path.
  const onError = ({ status, message }: HTTPError) => {
    const refusal = json(status, { error: message });
    const headers = withRequestId(refusal, nextRequestId());
    return new HTTPResponse(refusal.body, { status, headers });
  };
  return new H3({ silent: true, onError })
    .all("/", post("/", logRoute))
    .all("/health-check", get("/health-check", healthCheckRoute))
    .all("/ready", get("/ready", readyRoute))
    .all("/metrics", get("/metrics", metricsRoute))
    .all("/token", get("/token", tokenRoute))
    .all("/**", handleUnknown);
};
