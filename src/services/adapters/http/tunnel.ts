import type { ClientRequestArgs } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Agent as HttpsAgent } from "node:https";
import { Duplex } from "node:stream";
import type { Proxy } from "../../../domain/proxy.ts";
import { HttpTimeout, networkError } from "./http-call.ts";
import { proxyUnreachable, refusedByProxy } from "./network-fault.ts";
import { nodeHttp } from "./node-http.ts";
import { proxyAuthorization } from "./routes.ts";

/** host:port, an IPv6 address in brackets. */
const authority = ({ host, port }: ClientRequestArgs): string =>
  `${host?.includes(":") ? `[${host}]` : host}:${port ?? 443}`;

/** Asks the proxy for a way to a host (RFC 9110 9.3.6). Rejects with ProxyFault. */
const connectThrough = (proxy: Proxy, target: string, timeoutMs: number): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const { protocol, hostname, port } = proxy;
    const request = (protocol === "https:" ? httpsRequest : nodeHttp().request)({
      agent: false,
      host: hostname,
      port,
      method: "CONNECT",
      path: target,
      headers: ["host", target, ...proxyAuthorization(proxy)],
    });
    const timer = setTimeout(() => {
      request.destroy(new HttpTimeout("connect", timeoutMs));
    }, timeoutMs);
    request.once("connect", ({ statusCode = 0 }, socket, head) => {
      clearTimeout(timer);
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refusedByProxy(proxy, statusCode));
    });
    request.once("error", (error) => reject(proxyUnreachable(proxy, error)));
    request.once("close", () => {
      clearTimeout(timer);
      reject(proxyUnreachable(proxy, networkError("ECONNRESET", "the proxy hung up")));
    });
    request.end();
  });

/** Waits until a socket has proved who is behind it. */
const untilSecure = (socket: Duplex, timeoutMs: number): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(new HttpTimeout("connect", timeoutMs));
    }, timeoutMs);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      socket.off("error", reject);
      resolve(socket);
    });
    socket.once("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(networkError("ECONNRESET", "the connection was closed"));
    });
  });

/**
 * Lets an agent make its connections through a proxy: a connection is there once TLS is agreed on with the host behind.
 * Node's own `proxyEnv` is not used: docs/decisions/0017-one-way-through-the-network.md.
 */
export const tunnelThrough = (agent: HttpsAgent, proxy: Proxy, timeoutMs: number): void => {
  const secure = agent.createConnection.bind(agent);
  const open = async (options: ClientRequestArgs): Promise<Duplex> => {
    const socket = await connectThrough(proxy, authority(options), timeoutMs);
    const throughTunnel = { ...options, socket };
    const secured = secure(throughTunnel);
    if (!secured) throw new Error("node:https made no connection");
    return untilSecure(secured, timeoutMs);
  };
  agent.createConnection = (options, onSocket) => {
    open(options).then(
      (socket) => onSocket?.(null, socket),
      // Only the error counts.
      (error: Error) => onSocket?.(error, new Duplex()),
    );
    return undefined;
  };
};
