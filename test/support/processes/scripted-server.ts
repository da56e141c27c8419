import { constants } from "node:crypto";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { TlsOptions } from "node:tls";
import { listenOnLoopback } from "../../../src/demo/loopback.ts";

/** What a server does, in bytes. */
export interface ServerScript {
  /** As soon as the head of a request is there. */
  readonly atHead?: (socket: Socket, head: string) => unknown;
  /** When head and body are there; `count` of the whole server, from 1. */
  readonly atRequest?: (socket: Socket, count: number) => unknown;
}

/** Key and certificate, PEM. */
export interface ServerTls {
  readonly key: string;
  readonly cert: string;
  /** Hands sessions out, and hangs up on whoever comes back with one. */
  readonly refusesSessions?: boolean;
}

const createRefusingServer = (tls: TlsOptions, serve: (socket: Socket) => void): Server => {
  // Only sessions that the server keeps itself can be refused by it: no tickets.
  const secureOptions = constants.SSL_OP_NO_TICKET;
  const server = createTlsServer({ ...tls, maxVersion: "TLSv1.2", secureOptions }, serve);
  const given = new Set<string>();
  server.on("newSession", (id: Buffer, _data, done) => {
    given.add(id.toString("hex"));
    done();
  });
  // Clients that speak TLS 1.3 as well come with some name or other from the start.
  server.on("resumeSession", (id: Buffer, done) => {
    const isKnown = given.has(id.toString("hex"));
    done(isKnown ? new Error("this session has ended") : null, null);
  });
  return server;
};

const createTls = ({ refusesSessions, ...tls }: ServerTls, serve: (socket: Socket) => void) =>
  refusesSessions ? createRefusingServer(tls, serve) : createTlsServer(tls, serve);

export interface ScriptedServer {
  readonly port: number;
  /** Connections that were made so far. */
  connections(): number;
  /** Of them, those that are open. */
  open(): number;
  /** Heads that came, in order. */
  readonly heads: readonly string[];
  close(): Promise<void>;
}

const readRequests = (
  socket: Socket,
  heads: string[],
  { atHead, atRequest }: ServerScript,
): void => {
  let waiting = Buffer.alloc(0);
  let bodyBytes: number | null = null;
  socket.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      if (bodyBytes === null) {
        const end = waiting.indexOf("\r\n\r\n");
        if (end < 0) return;
        const head = waiting.toString("latin1", 0, end);
        waiting = waiting.subarray(end + 4);
        bodyBytes = Number(/content-length: (\d+)/u.exec(head)?.[1] ?? 0);
        heads.push(head);
        atHead?.(socket, head);
      }
      if (waiting.length < bodyBytes) return;
      waiting = waiting.subarray(bodyBytes);
      bodyBytes = null;
      atRequest?.(socket, heads.length);
    }
  });
};

/** A server on loopback that says what its script says, byte by byte; with a key and a certificate over TLS. */
export const startScriptedServer = async (
  script: ServerScript,
  tls?: ServerTls,
): Promise<ScriptedServer> => {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const serve = (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => undefined); // the client may leave as it likes
    readRequests(socket, heads, script);
  };
  const server: Server = tls ? createTls(tls, serve) : createServer(serve);
  return {
    port: await listenOnLoopback(server, 0),
    connections: () => connections,
    open: () => sockets.size,
    heads,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
