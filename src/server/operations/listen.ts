import { createServer, type RequestListener, type Server } from "node:http";
import {
  createServer as createTlsServer,
  type ServerOptions as TlsServerOptions,
} from "node:https";
import type { AddressInfo } from "node:net";
import type { TrustedProxies } from "../limits/client-address.ts";
import {
  defaultConnectionLimits,
  limitConnections,
  type ConnectionLimits,
} from "./connection-limits.ts";
import type { TlsIdentity } from "./tls-identity.ts";

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly identity: TlsIdentity | null;
  readonly proxies: TrustedProxies;
  /** For tests of many connections; absent means the limits of connection-limits.ts. */
  readonly connections?: ConnectionLimits;
  /** For tests of dawdling senders; absent means the limits below. */
  readonly timeouts?: Partial<SlownessLimits>;
}

/** How long a sender may take, in milliseconds. */
export type SlownessLimits = Pick<
  TlsServerOptions,
  | "handshakeTimeout"
  | "headersTimeout"
  | "requestTimeout"
  | "keepAliveTimeout"
  | "connectionsCheckingInterval"
>;

export interface Listener {
  /** `http://HOST:PORT` with the real port. */
  readonly url: string;
  readonly server: Server;
  /** How many are open. */
  readonly connections: () => number;
  /** Certificates for connections from now on; nothing happens on plain http. */
  readonly useIdentity: (identity: TlsIdentity) => void;
}

// A sender that dawdles holds a connection, never more than this long.
const limits: TlsServerOptions = {
  handshakeTimeout: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
};

const minVersion = "TLSv1.2";

const urlOf = (scheme: string, { address, family, port }: AddressInfo) =>
  `${scheme}://${family === "IPv6" ? `[${address}]` : address}:${port}`;

/** Listens with timeouts against slow senders; TLS 1.2 or newer with an identity. Rejects when the port is taken. */
export const listen = async (
  handler: RequestListener,
  { host, port, identity, proxies, timeouts, connections }: ListenOptions,
): Promise<Listener> => {
  const options = { ...limits, ...timeouts };
  const tls = identity ? createTlsServer({ ...options, ...identity, minVersion }, handler) : null;
  const server: Server = tls ?? createServer(options, handler);
  const countConnections = limitConnections(
    server,
    connections ?? defaultConnectionLimits(),
    proxies,
  );
  // A sender that closes its half after the post (`nc -N`) still reads its answer. Node knows the switch, its types do not.
  Object.assign(server, { httpAllowHalfOpen: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  // A large backlog: 10,000 senders may come at once after a restart.
  server.listen({ host, port, backlog: 4096 }, resolve);
  await promise;
  server.off("error", reject);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: urlOf(tls ? "https" : "http", address),
    server,
    connections: countConnections,
    useIdentity: (next) => tls?.setSecureContext({ ...next, minVersion }),
  };
};
