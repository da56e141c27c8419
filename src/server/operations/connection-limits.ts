import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { networkOf } from "../limits/address-groups.ts";
import { isTrustedProxy, unmapped, type TrustedProxies } from "../limits/client-address.ts";

export interface ConnectionLimits {
  /** In all; beyond it the one goes that has finished nothing for longest. */
  readonly total: number;
  /** Of one network, without a finished request; beyond it the one that was opened first goes. */
  readonly unfinishedPerNetwork: number;
}

/** Descriptors for the queue, Slack, Redis, and what a stranger may have open for a moment beyond its limit. */
const reservedFiles = 256;

/** Files that this process may have open; Infinity where the kernel does not tell. */
const openFilesLimit = (): number => {
  try {
    const [, soft] =
      /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
};

/** 10,000 senders that keep a connection each, twice; a new one needs 1 of 200 until its first request is answered. */
export const defaultConnectionLimits = (): ConnectionLimits => ({
  total: Math.max(reservedFiles, Math.min(20_000, openFilesLimit() - reservedFiles)),
  unfinishedPerNetwork: 200,
});

interface Connection {
  readonly socket: Socket;
  readonly network: string;
}

// The socket below TLS and the one above it are two objects with the same other end.
const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

/**
 * Keeps room for who comes next: nobody is kept out by connections that say nothing or finish nothing, not even a TLS
 * handshake. Connections of a trusted proxy count in all only: behind them are many senders. Gives what tells how
 * many there are.
 */
export const limitConnections = (
  server: Server,
  { total, unfinishedPerNetwork }: ConnectionLimits,
  proxies: TrustedProxies,
): (() => number) => {
  /** Every connection, the one that has finished nothing for longest first. */
  const all = new Set<Connection>();
  const byName = new Map<string, Connection>();
  const bySocket = new WeakMap<Socket, Connection>();
  const unfinished = new Map<string, Set<Socket>>();
  const settle = ({ socket, network }: Connection) => {
    const ofNetwork = unfinished.get(network);
    ofNetwork?.delete(socket);
    if (ofNetwork?.size === 0) unfinished.delete(network);
  };
  const open = (socket: Socket) => {
    const name = nameOf(socket);
    const address = unmapped(socket.remoteAddress ?? "");
    const connection = { socket, network: networkOf(address) };
    all.add(connection);
    byName.set(name, connection);
    socket.once("close", () => {
      settle(connection);
      all.delete(connection);
      // Its port may be another connection's by now.
      if (byName.get(name) === connection) byName.delete(name);
    });
    const [longest] = all;
    if (all.size > total) longest?.socket.destroy();
    if (isTrustedProxy(address, proxies)) return;
    const ofNetwork = unfinished.get(connection.network) ?? new Set();
    unfinished.set(connection.network, ofNetwork.add(socket));
    const [first] = ofNetwork;
    if (ofNetwork.size > unfinishedPerNetwork) first?.destroy();
  };
  /** The name is asked for once a connection: it costs as much as reading a post. */
  const connectionOf = (socket: Socket): Connection | undefined => {
    const known = bySocket.get(socket) ?? byName.get(nameOf(socket));
    if (known !== undefined) bySocket.set(socket, known);
    return known;
  };
  server.on("connection", open);
  server.on("request", ({ socket }, response) => {
    const connection = connectionOf(socket);
    if (connection === undefined) return;
    response.on("finish", () => {
      settle(connection);
      // Added again, so that the set's order is the order of the last answer; one that has closed meanwhile stays out.
      if (all.delete(connection)) all.add(connection);
    });
  });
  return () => all.size;
};
