import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import { HTTPParser } from "http-parser-js";
import { HttpTimeout, joinChunks, networkError, noHttp } from "./http-call.ts";
import type { HttpCall, HttpReply } from "./http-call.ts";

/** A call whose body lies in memory. */
export interface WholeCall extends HttpCall {
  readonly body: Uint8Array;
}

export interface HttpConnectionOptions {
  /** Name look-up, connection and TLS together. */
  readonly connectTimeoutMs: number;
  /** How long it may be silent in both directions during a request. */
  readonly idleTimeoutMs: number;
  /** How long it is kept between two requests; less where the store says so. */
  readonly keepIdleMs: number;
  /** Hears that it can take the next request. */
  readonly onFree: (connection: HttpConnection) => void;
  /** Hears that it is gone. */
  readonly onClose: (connection: HttpConnection) => void;
}

/** `offset` and `end` are how far it is in what it was given; its types leave them out. */
type Parser = InstanceType<typeof HTTPParser> & { readonly offset?: number; readonly end?: number };

// As node:http reads heads: else a byte above 0x7f would lose its highest bit, and might end the line.
HTTPParser.encoding = "latin1";

interface Exchange {
  readonly chunks: Buffer[];
  readonly done: (reply: HttpReply) => void;
  readonly failed: (error: Error) => void;
}

interface ReplyHead {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly isReusable: boolean;
}

const toHeaders = (list: readonly string[]): IncomingHttpHeaders => {
  const headers: IncomingHttpHeaders = {};
  for (let at = 0; at + 1 < list.length; at += 2) {
    // As with Node's: of what may come but once the first one counts.
    headers[(list[at] ?? "").toLowerCase()] ??= list[at + 1];
  }
  return headers;
};

/** A second less than the store waits, or a request would cross its good-bye. RFC 9112 9.3, `Keep-Alive: timeout=5`. */
const keepMs = ({ "keep-alive": said }: IncomingHttpHeaders, mostMs: number): number => {
  const seconds = typeof said === "string" ? /timeout=(\d+)/u.exec(said)?.[1] : undefined;
  return seconds === undefined ? mostMs : Math.min(mostMs, (Number(seconds) - 1) * 1000);
};

/**
 * One kept-alive HTTP/1.1 connection for small requests, one at a time: three fifths of the CPU that node:http takes for
 * each (docs/decisions/0010-small-requests.md).
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #options: HttpConnectionOptions;
  readonly #parser: Parser;
  #exchange: Exchange | null = null;
  #head: ReplyHead | null = null;

  /** `socket` is being connected; `connected` is its event for that. */
  constructor(
    socket: Socket,
    connected: "connect" | "secureConnect",
    options: HttpConnectionOptions,
  ) {
    this.#socket = socket;
    this.#options = options;
    this.#parser = this.#createParser();
    const timer = setTimeout(() => {
      socket.destroy(new HttpTimeout("connect", options.connectTimeoutMs));
    }, options.connectTimeoutMs);
    let reason: Error = networkError("ECONNRESET", "the connection was closed");
    socket.setNoDelay(true);
    socket.once(connected, () => clearTimeout(timer));
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("timeout", () => socket.destroy(new HttpTimeout("idle", options.idleTimeoutMs)));
    socket.on("error", (error) => {
      reason = error;
    });
    socket.once("end", () => {
      // What has no length ends here.
      this.#parser.finish();
      socket.destroy();
    });
    socket.once("close", () => {
      clearTimeout(timer);
      options.onClose(this);
      this.#exchange?.failed(reason);
    });
  }

  /** False once nothing can be sent on it any more. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends `head` and the call's body. Rejects with the signal's reason, HttpTimeout, or Node's own error. */
  send(head: string, { signal, body, onSent }: WholeCall): Promise<HttpReply> {
    const socket = this.#socket;
    const { promise, resolve, reject } = Promise.withResolvers<HttpReply>();
    const abort = () => socket.destroy();
    const settle = () => {
      this.#exchange = null;
      signal?.removeEventListener("abort", abort);
    };
    const exchange: Exchange = {
      chunks: [],
      done: (reply) => {
        settle();
        resolve(reply);
      },
      failed: (error) => {
        settle();
        reject(signal?.aborted ? signal.reason : error);
      },
    };
    this.#exchange = exchange;
    signal?.addEventListener("abort", abort, { once: true });
    socket.ref();
    socket.setTimeout(this.#options.idleTimeoutMs);
    onSent?.(0);
    // Head and body in one write, which is one record of TLS and one packet.
    socket.cork();
    socket.write(head, "latin1");
    socket.write(body);
    socket.uncork();
    const taken = () => {
      if (this.#exchange === exchange) onSent?.(body.length);
    };
    if (socket.writableNeedDrain) socket.once("drain", taken);
    else taken();
    return promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #createParser(): Parser {
    const parser = new HTTPParser(HTTPParser.RESPONSE);
    parser[HTTPParser.kOnHeadersComplete] = (info) => {
      const headers = toHeaders(info.headers);
      this.#head = { status: info.statusCode, headers, isReusable: info.shouldKeepAlive };
      // The parser would count with it all the same, backwards and for ever.
      if (!/^\d+$/u.test(headers["content-length"] ?? "0")) throw noHttp();
      if ((headers["transfer-encoding"] ?? "chunked").toLowerCase() !== "chunked") throw noHttp();
      // These have no body, whatever their head says: RFC 9112 6.3.
      return info.statusCode === 204 || info.statusCode === 304 ? 1 : 0;
    };
    parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
      if (!(length > 0)) throw noHttp();
      this.#exchange?.chunks.push(chunk.subarray(offset, offset + length));
    };
    parser[HTTPParser.kOnMessageComplete] = () => this.#completed();
    return parser;
  }

  #read(chunk: Buffer): void {
    try {
      const read = this.#exchange === null ? null : this.#parser.execute(chunk);
      // Nobody asked for it, or it is no HTTP: what comes next cannot be told apart.
      if (read !== chunk.length) throw noHttp();
    } catch (thrown) {
      this.#socket.destroy(thrown instanceof Error ? thrown : noHttp());
    }
  }

  #completed(): void {
    const exchange = this.#exchange;
    const head = this.#head;
    if (head?.status === 101) throw noHttp();
    // "Continue" and its like: the answer is yet to come.
    if (exchange === null || head === null || head.status < 200) return;
    const { status, headers } = head;
    exchange.done({ status, headers, body: joinChunks(exchange.chunks) });
    const restMs = keepMs(headers, this.#options.keepIdleMs);
    // Answered before it had all of the body: the rest is not worth sending. What goes on behind its end is nobody's.
    const goesOn = (this.#parser.offset ?? 0) < (this.#parser.end ?? 0);
    if (!head.isReusable || goesOn || this.#socket.writableLength > 0 || restMs <= 0) {
      this.#socket.destroy();
      return;
    }
    this.#socket.setTimeout(restMs);
    this.#socket.unref();
    this.#options.onFree(this);
  }
}
