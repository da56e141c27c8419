import { connect, isIP } from "node:net";
import type { OnReadOpts } from "node:net";
import { connect as connectTls } from "node:tls";
import type { SecureContext } from "node:tls";
import { portOf } from "../../../domain/url-port.ts";
import { writeAheadBytes } from "./chunk-size.ts";
import { HttpConnection } from "./http-connection.ts";
import type { HttpConnectionOptions } from "./http-connection.ts";
import type { HttpReply, HttpCall } from "./http-call.ts";
import { toAuthority } from "./origin.ts";
import type { Origin } from "./origin.ts";
import { toRequestHead } from "./request-head.ts";

interface PoolOptions extends Pick<
  HttpConnectionOptions,
  "connectTimeoutMs" | "idleTimeoutMs" | "keepIdleMs" | "openTls" | "readBuffer"
> {
  /** One for all connections: each would load the same certificates into a context of its own. */
  readonly secureContext: () => SecureContext;
}

/** As many as Node reads at a time (libuv). */
const readBytes = 64 * 1024;

/** A connection that waits for its next request. */
interface Resting {
  readonly connection: HttpConnection;
  /** Monotonic; from then on the store may hang up at any moment. */
  readonly untilMs: number;
}

/** Connections to one origin. */
class OriginPool {
  readonly #origin: Origin;
  readonly #options: PoolOptions;
  readonly #all = new Set<HttpConnection>();
  #resting: Resting[] = [];
  /** One for all: to set one for each request costs more than to look at a few connections now and then. */
  #restTimer: NodeJS.Timeout | null = null;
  /** TLS need not prove again what it has proved to the first connection. */
  #session: Buffer | undefined;

  constructor(origin: Origin, options: PoolOptions) {
    this.#origin = origin;
    this.#options = options;
  }

  /** The connection that was used last, which is the least likely to have been closed; else a new one. */
  take(): HttpConnection {
    const nowMs = performance.now();
    for (let last = this.#resting.pop(); last; last = this.#resting.pop()) {
      const { connection, untilMs } = last;
      if (untilMs <= nowMs) connection.close();
      else if (connection.isOpen) return connection;
    }
    return this.#open();
  }

  close(): void {
    clearTimeout(this.#restTimer ?? undefined);
    for (const connection of this.#all) connection.close();
  }

  #open(): HttpConnection {
    const isTls = this.#origin.protocol === "https:";
    const start = (onread: OnReadOpts) =>
      isTls ? this.#connectTls(onread) : connect({ ...this.#address(), onread });
    const connection = new HttpConnection(start, isTls ? "secureConnect" : "connect", {
      ...this.#options,
      onFree: (freed, restMs) => {
        this.#resting.push({ connection: freed, untilMs: performance.now() + restMs });
        this.#endRestIn(restMs);
      },
      onClose: (closed) => {
        this.#all.delete(closed);
        const at = this.#resting.findIndex((each) => each.connection === closed);
        if (at >= 0) this.#resting.splice(at, 1);
      },
    });
    this.#all.add(connection);
    return connection;
  }

  #endRestIn(ms: number): void {
    this.#restTimer ??= setTimeout(() => this.#endRest(), ms).unref();
  }

  /** Closes those that have rested long enough. */
  #endRest(): void {
    this.#restTimer = null;
    const nowMs = performance.now();
    const over = this.#resting.filter(({ untilMs }) => untilMs <= nowMs);
    this.#resting = this.#resting.filter(({ untilMs }) => untilMs > nowMs);
    for (const { connection } of over) connection.close();
    const nextMs = Math.min(...this.#resting.map(({ untilMs }) => untilMs));
    if (this.#resting.length > 0) this.#endRestIn(nextMs - nowMs);
  }

  #address() {
    return { host: this.#origin.hostname, port: portOf(this.#origin) };
  }

  #connectTls(onread: OnReadOpts) {
    const { hostname } = this.#origin;
    // Both are documented for tls.connect; its types leave them out.
    const more = { onread, highWaterMark: writeAheadBytes };
    const socket = connectTls({
      ...this.#address(),
      ...more,
      secureContext: this.#options.secureContext(),
      ALPNProtocols: ["http/1.1"],
      // An address is no server name: RFC 6066 3.
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(this.#session && { session: this.#session }),
    });
    this.#options.openTls.add(socket);
    socket.on("session", (session) => {
      this.#session = session;
    });
    // It may have been the session that was refused.
    socket.once("close", (hadError) => {
      if (hadError) this.#session = undefined;
    });
    return socket;
  }
}

/** Sends requests over connections of its own. Knows no proxies. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #pools = new Map<string, OriginPool>();

  constructor(options: Omit<PoolOptions, "readBuffer">) {
    this.#options = { ...options, readBuffer: Buffer.allocUnsafeSlow(readBytes) };
  }

  /** Rejects with the signal's reason or LostConnection; throws what `toRequestHead` does. */
  send(call: HttpCall): Promise<HttpReply> {
    call.signal?.throwIfAborted();
    const head = toRequestHead(call);
    const name = `${call.origin.protocol}//${toAuthority(call.origin)}`;
    const pool = this.#pools.get(name) ?? new OriginPool(call.origin, this.#options);
    this.#pools.set(name, pool);
    return pool.take().send(head, call);
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }
}
