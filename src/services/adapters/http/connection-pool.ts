import { connect, isIP } from "node:net";
import type { OnReadOpts } from "node:net";
import { connect as connectTls } from "node:tls";
import type { SecureContext } from "node:tls";
import { portOf } from "../../../domain/url-port.ts";
import { HttpConnection } from "./http-connection.ts";
import type { HttpConnectionOptions } from "./http-connection.ts";
import type { HttpReply, WholeCall } from "./http-call.ts";
import { toAuthority } from "./origin.ts";
import type { Origin } from "./origin.ts";
import { toRequestHead } from "./request-head.ts";

interface PoolOptions extends Pick<
  HttpConnectionOptions,
  "connectTimeoutMs" | "idleTimeoutMs" | "keepIdleMs" | "readBuffer"
> {
  /** One for all connections: each would load the same certificates into a context of its own. */
  readonly secureContext: () => SecureContext;
}

/** As many as Node reads at a time (libuv). */
const readBytes = 64 * 1024;

/** Connections to one origin. */
class OriginPool {
  readonly #origin: Origin;
  readonly #options: PoolOptions;
  readonly #all = new Set<HttpConnection>();
  readonly #free: HttpConnection[] = [];
  /** TLS need not prove again what it has proved to the first connection. */
  #session: Buffer | undefined;

  constructor(origin: Origin, options: PoolOptions) {
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
    const start = (onread: OnReadOpts) =>
      isTls ? this.#connectTls(onread) : connect({ ...this.#address(), onread });
    const connection = new HttpConnection(start, isTls ? "secureConnect" : "connect", {
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

  #address() {
    return { host: this.#origin.hostname, port: portOf(this.#origin) };
  }

  #connectTls(onread: OnReadOpts) {
    const { hostname } = this.#origin;
    // Documented for tls.connect, too; its types leave it out.
    const reading = { onread };
    const socket = connectTls({
      ...this.#address(),
      ...reading,
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
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #pools = new Map<string, OriginPool>();

  constructor(options: Omit<PoolOptions, "readBuffer">) {
    this.#options = { ...options, readBuffer: Buffer.allocUnsafeSlow(readBytes) };
  }

  /** Rejects with the signal's reason or LostConnection; throws what `toRequestHead` does. */
  send(call: WholeCall): Promise<HttpReply> {
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
