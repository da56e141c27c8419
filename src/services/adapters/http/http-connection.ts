import type { IncomingHttpHeaders } from "node:http";
import type { OnReadOpts, Socket } from "node:net";
import { AnswerTooLong, shortAnswerBytes } from "./answer-size.ts";
import { firstChunkBytes } from "./chunk-size.ts";
import { HttpTimeout, LostConnection, networkError, noHttp } from "./http-call.ts";
import type { HttpReply, HttpCall } from "./http-call.ts";
import type { OpenTls } from "./open-tls.ts";
import { ReplyParser } from "./reply-parser.ts";
import type { ParsedReply } from "./reply-parser.ts";
import { writeBody } from "./write-body.ts";

export interface HttpConnectionOptions {
  /** Name look-up, connection and TLS together. */
  readonly connectTimeoutMs: number;
  /** How long it may be silent in both directions during a request. */
  readonly idleTimeoutMs: number;
  /** How long it may be kept between two requests; less where the store says so. */
  readonly keepIdleMs: number;
  /** What is read lies here until it has been looked at. May be that of all connections: one read follows the other. */
  readonly readBuffer: Buffer;
  readonly openTls: OpenTls;
  /** Hears that it can take the next request, for so long. */
  readonly onFree: (connection: HttpConnection, restMs: number) => void;
  /** Hears that it is gone. */
  readonly onClose: (connection: HttpConnection) => void;
}

/** A second less than the store waits, or a request would cross its good-bye. RFC 9112 9.3, `Keep-Alive: timeout=5`. */
const keepMs = ({ "keep-alive": said }: IncomingHttpHeaders, mostMs: number): number => {
  const seconds = typeof said === "string" ? /timeout=(\d+)/u.exec(said)?.[1] : undefined;
  return seconds === undefined ? mostMs : Math.min(mostMs, (Number(seconds) - 1) * 1000);
};

interface Exchange {
  readonly call: HttpCall;
  readonly resolve: (reply: HttpReply) => void;
  readonly reject: (reason: unknown) => void;
  /** The last piece of its body has been written, though not all taken. */
  isWritten: () => boolean;
  /** It has been answered: what the network takes from now on is of no interest. */
  isOver: boolean;
}

/**
 * One kept-alive connection for one request at a time: for what it saves beside node:http, see
 * docs/decisions/0034-one-lane-for-all-requests.md.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #options: HttpConnectionOptions;
  readonly #parser = new ReplyParser();
  readonly #abort = () => this.#socket.destroy();
  #exchange: Exchange | null = null;
  #isFirst = true;
  #reason: Error = networkError("ECONNRESET", "the connection was closed");

  /** `connect` begins to connect a socket that is read so; `connected` is its event for that. */
  constructor(
    connect: (onread: OnReadOpts) => Socket,
    connected: "connect" | "secureConnect",
    options: HttpConnectionOptions,
  ) {
    const { readBuffer } = options;
    // Else Node makes a buffer of 64 KiB for each read: a twentieth of what a small file costs.
    const socket = connect({
      buffer: readBuffer,
      callback: (byteCount) => {
        const bytes = readBuffer.subarray(0, byteCount);
        this.#guard(() => this.#read(bytes), bytes);
        return true;
      },
    });
    this.#socket = socket;
    this.#options = options;
    const timer = setTimeout(() => {
      socket.destroy(new HttpTimeout("connect", options.connectTimeoutMs));
    }, options.connectTimeoutMs);
    socket.setNoDelay(true);
    // Whatever moves begins it anew, a request too; between two of them the pool ends what rests too long.
    socket.setTimeout(options.idleTimeoutMs);
    socket.once(connected, () => clearTimeout(timer));
    socket.on("timeout", () => socket.destroy(new HttpTimeout("idle", options.idleTimeoutMs)));
    socket.on("error", (error) => {
      this.#reason = error;
    });
    socket.once("end", () => {
      this.#guard(() => this.#answer(this.#parser.finish()), null);
      socket.destroy();
    });
    socket.once("close", () => {
      clearTimeout(timer);
      options.onClose(this);
      this.#fail();
    });
  }

  /** False once nothing can be sent on it any more. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends `head` and the call's body. Rejects with the signal's reason or LostConnection. */
  send(head: string, call: HttpCall): Promise<HttpReply> {
    const { signal, body, onSent, maxAnswerBytes = shortAnswerBytes } = call;
    return new Promise((resolve, reject) => {
      const exchange: Exchange = { call, resolve, reject, isWritten: () => true, isOver: false };
      this.#exchange = exchange;
      this.#parser.expect(maxAnswerBytes);
      signal?.addEventListener("abort", this.#abort, { once: true });
      const socket = this.#socket;
      socket.ref();
      onSent?.(0);
      const first = body instanceof Uint8Array ? body.subarray(0, firstChunkBytes) : null;
      // Head and beginning in one write, which for a small body is one record of TLS and one packet.
      socket.cork();
      socket.write(head, "latin1");
      if (first !== null) socket.write(first);
      socket.uncork();
      if (body === null) return;
      exchange.isWritten = writeBody(socket, body, {
        writtenBytes: first?.length ?? 0,
        openTls: this.#options.openTls,
        taken: (bytes) => {
          if (!exchange.isOver) onSent?.(bytes);
          return !exchange.isOver;
        },
        failed: (error) => socket.destroy(error),
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** What a parser throws ends the connection: what comes next cannot be told apart. */
  #guard(read: () => void, bytes: Buffer | null): void {
    try {
      read();
    } catch (thrown) {
      // What is no HTTP may be an alert of TLS: plain-to-tls.ts.
      const rawPacket = bytes && Buffer.from(bytes);
      this.#socket.destroy(
        thrown instanceof AnswerTooLong ? thrown : Object.assign(noHttp(), { rawPacket }),
      );
    }
  }

  #read(bytes: Buffer): void {
    if (this.#exchange === null) throw noHttp();
    this.#answer(this.#parser.read(bytes));
  }

  /** Takes the exchange off the connection; null where there is none. */
  #settle(): Exchange | null {
    const exchange = this.#exchange;
    this.#exchange = null;
    exchange?.call.signal?.removeEventListener("abort", this.#abort);
    return exchange;
  }

  #answer(parsed: ParsedReply | null): void {
    if (parsed === null) return;
    const exchange = this.#settle();
    this.#isFirst = false;
    const isWritten = exchange?.isWritten() ?? true;
    const end = () => {
      // First: from the answer on, the memory of the body has another use.
      this.#rest(parsed, isWritten);
      if (exchange === null) return;
      exchange.isOver = true;
      exchange.resolve(parsed.reply);
    };
    // That the last bytes have left may be told a moment later than the answer to them.
    if (isWritten && this.#socket.writableLength > 0) setImmediate(end);
    else end();
  }

  #rest({ reply, isReusable }: ParsedReply, isWritten: boolean): void {
    const restMs = isReusable && isWritten ? keepMs(reply.headers, this.#options.keepIdleMs) : 0;
    const socket = this.#socket;
    // Answered before it had all of the body: the rest is not worth sending.
    if (restMs <= 0 || socket.writableLength > 0 || socket.destroyed) socket.destroy();
    else {
      socket.unref();
      this.#options.onFree(this, restMs);
    }
  }

  #fail(): void {
    const exchange = this.#settle();
    if (exchange === null) return;
    const { signal } = exchange.call;
    const wasSilent = this.#isFirst && this.#socket.bytesRead === 0;
    exchange.reject(signal?.aborted ? signal.reason : new LostConnection(this.#reason, wasSilent));
  }
}
