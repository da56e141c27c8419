import { nonEmpty } from "../../../domain/non-empty.ts";
import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import type { SecureContext } from "node:tls";
import type { Origin } from "./bucket-base.ts";
import { HttpConnection } from "./http-connection.ts";
import type { HttpConnectionOptions, WholeCall } from "./http-connection.ts";
import type { HttpReply } from "./http-call.ts";
import { toRequestHead } from "./request-head.ts";

export interface SmallRequestOptions extends Pick<
  HttpConnectionOptions,
  "connectTimeoutMs" | "idleTimeoutMs" | "keepIdleMs"
> {
  /** One for all connections: each would load the same certificates into a context of its own. */
  readonly secureContext: () => SecureContext;
}

/** Connections to one origin. */
class OriginPool {
  readonly #origin: Origin;
  readonly #options: SmallRequestOptions;
  readonly #all = new Set<HttpConnection>();
  readonly #free: HttpConnection[] = [];
  /** TLS need not prove again what it has proved to the first connection. */
  #session: Buffer | undefined;

  constructor(origin: Origin, options: SmallRequestOptions) {
    this.#origin = origin;
    this.#options = options;
  }

  /** The connection that was used last, which is the least likely to have been closed; else a new one. */
  take(): HttpConnection {
    for (let last = this.#free.pop(); last; last = this.#free.pop()) if (last.isOpen) return last;
    return this.#open();
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #open(): HttpConnection {
    const isTls = this.#origin.protocol === "https:";
    const socket = isTls ? this.#connectTls() : connect(this.#address(80));
    const connection = new HttpConnection(socket, isTls ? "secureConnect" : "connect", {
      ...this.#options,
      onFree: (freed) => this.#free.push(freed),
      onClose: (closed) => {
        this.#all.delete(closed);
        const at = this.#free.indexOf(closed);
        if (at >= 0) this.#free.splice(at, 1);
      },
    });
    this.#all.add(connection);
    return connection;
  }

  #address(usualPort: number) {
    const { hostname, port } = this.#origin;
    return { host: hostname, port: Number(nonEmpty(port) ?? usualPort) };
  }

  #connectTls() {
    const { hostname } = this.#origin;
    const socket = connectTls({
      ...this.#address(443),
      secureContext: this.#options.secureContext(),
      ALPNProtocols: ["http/1.1"],
      // An address is no server name: RFC 6066 3.
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...(this.#session && { session: this.#session }),
    });
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

/** Sends requests whose body is one write, over connections of its own. Knows no proxies. */
export class SmallRequestSender {
  readonly #options: SmallRequestOptions;
  readonly #pools = new Map<string, OriginPool>();

  constructor(options: SmallRequestOptions) {
    this.#options = options;
  }

  /** Rejects with the signal's reason, HttpTimeout, or Node's own error. */
  async send(call: WholeCall): Promise<HttpReply> {
    const { origin, signal } = call;
    signal?.throwIfAborted();
    const head = toRequestHead(call);
    const name = `${origin.protocol}//${origin.hostname}:${origin.port}`;
    const pool = this.#pools.get(name) ?? new OriginPool(origin, this.#options);
    this.#pools.set(name, pool);
    return pool.take().send(head, call);
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }
}
