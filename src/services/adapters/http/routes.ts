import { findProxy, type Proxy } from "../../../domain/proxy.ts";
import { nonEmpty } from "../../../domain/non-empty.ts";
import type { Environment } from "../../ports/environment.ts";
import { UnusableEnvironment } from "./network-fault.ts";
import { parseNoProxy } from "./no-proxy.ts";
import type { HttpReply } from "./http-call.ts";
import type { Origin } from "./origin.ts";

/** Finds the proxy on the way to a host; null for none. Throws UnusableEnvironment for one that cannot be used. */
export type FindRoute = (origin: Origin) => Proxy | null;

/** Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case. */
export const createFindRoute = (environment: Environment): FindRoute => {
  const proxies = {
    "http:": findProxy(environment, "http:"),
    "https:": findProxy(environment, "https:"),
  };
  const isExempt = parseNoProxy(nonEmpty(environment["no_proxy"]) ?? environment["NO_PROXY"] ?? "");
  return (origin) => {
    const found = proxies[origin.protocol];
    if ((found.ok && found.value === null) || isExempt(origin)) return null;
    if (!found.ok) throw new UnusableEnvironment(found.error);
    return found.value;
  };
};

/** The value of Proxy-Authorization (RFC 7617), as headers in a list; empty without a login. */
export const proxyAuthorization = ({ login }: Proxy): readonly string[] =>
  login === null
    ? []
    : [
        "proxy-authorization",
        `Basic ${Buffer.from(`${login.user}:${login.password}`).toString("base64")}`,
      ];

/** By which proxies say that a host is not allowed, not there, or does not answer: Squid "Error pages". */
const refusals: ReadonlySet<number> = new Set([403, 502, 503, 504]);

/** True for an answer to a plain request that is a proxy's own: it asks for a login, or shows a page for people. */
export const isAnswerOfProxy = ({ status, headers, body }: HttpReply): boolean => {
  if (status === 407) return true;
  const isPage = headers["content-type"]?.startsWith("text/html") === true;
  return refusals.has(status) && (isPage || body.length === 0);
};
