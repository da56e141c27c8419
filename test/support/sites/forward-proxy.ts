import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { closeServer, listenOnLoopback } from "../../../src/demo/loopback.ts";

export interface ForwardProxyOptions {
  /** Ports on loopback by the names that this proxy alone can resolve; default: it goes where it is told, on loopback. */
  readonly ways?: Readonly<Record<string, number>>;
  /** `user:password` that it asks for. */
  readonly login?: string;
  /** Refuses everything by this status. */
  readonly refuses?: number;
  /** What it shows with a refusal. */
  readonly page?: string;
  /** Never answers. */
  readonly isSilent?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface ForwardProxy {
  readonly port: number;
  /** host:port. */
  readonly authority: string;
  readonly url: string;
  /** `CONNECT host:port` and `METHOD url`, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A forward proxy on loopback, for plain requests and for tunnels, that writes down what it was asked for. */
export const startForwardProxy = async (
  options: ForwardProxyOptions = {},
): Promise<ForwardProxy> => {
  const { ways, login, refuses, page = "", isSilent = false, tls } = options;
  const asked: string[] = [];
  const sockets = new Set<Socket | Duplex>();
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
  const refusalOf = ({ headers }: IncomingMessage): number | null => {
    if (wanted !== undefined && headers["proxy-authorization"] !== wanted) return 407;
    return refuses ?? null;
  };
  const portOf = ({ hostname, port }: URL, usual: number): number | undefined =>
    ways === undefined ? Number(port === "" ? usual : port) : ways[hostname];

  const serve: RequestListener = (from, to) => {
    asked.push(`${from.method} ${from.url}`);
    if (isSilent) return;
    const url = new URL(from.url ?? "");
    const port = portOf(url, 80);
    const status = refusalOf(from) ?? (port === undefined ? 502 : null);
    if (status !== null) {
      to.writeHead(status, { "content-type": "text/html" }).end(page);
      return;
    }
    const { "proxy-authorization": _, ...headers } = from.headers;
    const path = url.pathname + url.search;
    const onward = request({ host: "127.0.0.1", port, method: from.method, path, headers });
    onward.once("response", (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on("error", () => to.destroy());
    from.pipe(onward);
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("connect", (from: IncomingMessage, socket: Duplex) => {
    asked.push(`CONNECT ${from.url}`);
    socket.on("error", () => undefined);
    if (isSilent) return;
    const port = portOf(new URL(`http://${from.url}`), 443);
    const status = refusalOf(from) ?? (port === undefined ? 502 : null);
    if (status !== null || port === undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Type: text/html\r\n\r\n${page}`);
      return;
    }
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.once("close", () => onward.destroy());
  });
  const port = await listenOnLoopback(server, 0);
  const authority = `127.0.0.1:${port}`;
  return {
    port,
    authority,
    url: `${tls === undefined ? "http" : "https"}://${authority}`,
    asked,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return closeServer(server);
    },
  };
};
