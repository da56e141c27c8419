import { portOf } from "./url-port.ts";
import { cleanValue } from "./connection.ts";
import type { AppErrorOf, ProxyInUse } from "./errors.ts";
import { nonEmpty } from "./non-empty.ts";
import { fail, ok, type Result } from "./result.ts";

/** A forward proxy, as a variable of the environment names it. */
export interface Proxy {
  /** As it is spelt there. */
  readonly variable: string;
  readonly protocol: "http:" | "https:";
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** Secret. Null without one. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Those that may name the proxy, first match first; lower case first, as in curl and Node. */
const variables = {
  "http:": ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
  "https:": ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
} as const;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A password with a % of its own, typed as it is.
    return text;
  }
};

/** Everything before the last @: a password may hold @ and / and # that nobody has encoded. */
const splitLogin = (text: string): readonly [login: Proxy["login"], rest: string] => {
  const at = text.lastIndexOf("@");
  if (at === -1) return [null, text];
  const [user = "", ...password] = text.slice(0, at).split(":");
  return [{ user: decode(user), password: decode(password.join(":")) }, text.slice(at + 1)];
};

const parseProxy = (variable: string, text: string): Result<Proxy, AppErrorOf<"ProxyUnusable">> => {
  const unusable = (scheme: string | null) =>
    fail({ code: "ProxyUnusable", variable, scheme } as const);
  const [, scheme = "http", rest = ""] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/isu.exec(text.trim()) ?? [];
  const protocol = `${scheme.toLowerCase()}:`;
  if (protocol !== "http:" && protocol !== "https:") return unusable(scheme.toLowerCase());
  const [login, place] = splitLogin(rest);
  const url = URL.parse(`${protocol}//${place}`);
  if (url === null || /[\s\p{Cc}]/u.test(place)) return unusable(null);
  return ok({
    variable,
    protocol,
    hostname: url.hostname.replaceAll(/[[\]]/gu, ""),
    port: portOf({ protocol, port: url.port }),
    login,
  });
};

/**
 * The proxy for requests of this protocol: `https_proxy` or `http_proxy`, else `all_proxy`, in either case; the scheme
 * may be left out. Null for none. Fails with ProxyUnusable, which repeats nothing of a login.
 */
export const findProxy = (
  environment: Variables,
  protocol: "http:" | "https:",
): Result<Proxy | null, AppErrorOf<"ProxyUnusable">> => {
  for (const variable of variables[protocol]) {
    const value = nonEmpty(cleanValue(environment[variable] ?? ""));
    if (value !== null) return parseProxy(variable, value);
  }
  return ok(null);
};

/** What may be said of it: no login, but that there is one. */
export const toProxyInUse = ({ variable, hostname, port, login }: Proxy): ProxyInUse => ({
  variable,
  address: `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`,
  ...(login !== null && { hasLogin: true }),
});
