import { createHttpSender } from "../../../src/services/adapters/http/http-sender.ts";
import type { HttpCall, HttpSender } from "../../../src/services/adapters/http/http-call.ts";
import type { Environment } from "../../../src/services/ports/environment.ts";
import { startForwardProxy } from "./forward-proxy.ts";
import type { ForwardProxy, ForwardProxyOptions } from "./forward-proxy.ts";
import { startScriptedServer } from "../processes/scripted-server.ts";
import type { ScriptedServer, ServerScript, ServerTls } from "../processes/scripted-server.ts";

/** Scripted servers and senders of one test, closed together. */
export class HttpSite {
  readonly #closers: (() => unknown)[] = [];

  async startServer(script: ServerScript, tls?: ServerTls): Promise<ScriptedServer> {
    const server = await startScriptedServer(script, tls);
    this.#closers.push(() => server.close());
    return server;
  }

  startSender(
    idleTimeoutMs = 5_000,
    connectTimeoutMs = 5_000,
    environment: Environment = {},
  ): HttpSender {
    const sender = createHttpSender({ connectTimeoutMs, idleTimeoutMs, environment });
    this.#closers.unshift(() => sender.close());
    return sender;
  }

  async startProxy(options?: ForwardProxyOptions): Promise<ForwardProxy> {
    const proxy = await startForwardProxy(options);
    this.#closers.push(() => proxy.close());
    return proxy;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

/** A put to a server on loopback. */
export const callTo = (
  port: number,
  bodyBytes: number,
  more: Partial<HttpCall> = {},
): HttpCall => ({
  method: "PUT",
  origin: { protocol: "http:", hostname: "127.0.0.1", port: String(port) },
  path: "/bucket/key",
  headers: { host: `127.0.0.1:${port}`, "content-length": String(bodyBytes) },
  body: Buffer.alloc(bodyBytes, 7),
  ...more,
});

/** An answer with a body. */
export const shortAnswer = 'HTTP/1.1 200 OK\r\nETag: "e"\r\nContent-Length: 2\r\n\r\nhi';

/** Each request gets these bytes for an answer. */
export const say = (answer: string): ServerScript => ({
  atRequest: (socket) => socket.write(answer),
});

/** A body that is handed over in one write, and one that is not: the same is expected of both. */
export const lanes = [
  { lane: "one write", bytes: 4_096 },
  { lane: "many writes", bytes: 1_000_000 },
] as const;
