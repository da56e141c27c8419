import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { createSecureContext } from "node:tls";
import type { Origin } from "./bucket-base.ts";
import type { PieceBody } from "../../ports/object-store.ts";
import { firstPieceBytes, nextPieceBytes } from "./piece-size.ts";

// To import it reads every name that node:http has, and one of them loads Node's whole HTTP client (undici): 20 ms.
const { Agent: HttpAgent, request: httpRequest } = process.getBuiltinModule("node:http");

/** What a request carries. */
export type Body = Uint8Array | PieceBody;

/** One request. Its body lies in memory, or is read while it is sent. */
export interface HttpCall {
  readonly method: string;
  readonly origin: Origin;
  /** Path and query, already encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body | null;
  /** Bytes of the body that the network has taken. */
  readonly onSent?: ((sentBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpSenderOptions {
  /** Name look-up, connection and TLS together. */
  readonly connectTimeoutMs: number;
  /** How long a connection may be silent in both directions. */
  readonly idleTimeoutMs: number;
  /** For HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The connection could not be made in time, or has fallen silent. `code` tells which. */
export class HttpTimeout extends Error {
  readonly code: "connect" | "idle";
  readonly afterMs: number;

  constructor(code: "connect" | "idle", afterMs: number) {
    super(`no ${code === "connect" ? "connection" : "answer"} within ${afterMs} ms`);
    this.code = code;
    this.afterMs = afterMs;
  }
}

// Stores hang up on idle connections after some 20 s; leaving first avoids a reset in mid-request.
const keepIdleMs = 15_000;

// A whole part handed to TLS in one write is encrypted in one go, which costs half the speed and blocks the
// event loop; smaller pieces cost more calls (docs/decisions/0004-signed-by-hand.md).
const writeBody = (request: ClientRequest, body: Uint8Array, onSent: HttpCall["onSent"]): void => {
  let at = 0;
  let pieceBytes = firstPieceBytes;
  const writeMore = (): void => {
    onSent?.(at);
    while (at < body.length) {
      const piece = body.subarray(at, at + pieceBytes);
      at += piece.length;
      if (!request.write(piece)) {
        const handedOverMs = performance.now();
        request.once("drain", () => {
          pieceBytes = nextPieceBytes(performance.now() - handedOverMs);
          writeMore();
        });
        return;
      }
    }
    request.end();
    onSent?.(at);
  };
  writeMore();
};

/** One piece at a time: its buffer is used again once the network has taken it. */
const writePieces = async (
  request: ClientRequest,
  body: PieceBody,
  onSent: HttpCall["onSent"],
): Promise<void> => {
  let at = 0;
  for await (const piece of body.pieces()) {
    const isTaken = await new Promise<boolean>((resolve) => {
      request.write(piece, (error) => resolve(error === null || error === undefined));
    });
    // Answered early, aborted or cut: the request itself says which.
    if (!isTaken || request.destroyed) return;
    at += piece.length;
    onSent?.(at);
  }
  request.end();
};

/** Node's own `signal` option listens for eight events more a request: a quarter of what a small one costs there. */
const watchSignal = (request: ClientRequest, signal: AbortSignal | undefined): void => {
  if (signal === undefined) return;
  const abort = () => request.destroy(new Error("aborted"));
  if (signal.aborted) abort();
  else {
    signal.addEventListener("abort", abort, { once: true });
    request.once("close", () => signal.removeEventListener("abort", abort));
  }
};

const startBody = (request: ClientRequest, { body, onSent }: HttpCall): void => {
  if (body === null) request.end();
  else if (body instanceof Uint8Array) writeBody(request, body, onSent);
  else {
    writePieces(request, body, onSent).catch((error: unknown) => {
      request.destroy(error instanceof Error ? error : new Error("the body could not be read"));
    });
  }
};

const watchConnection = (request: ClientRequest, options: HttpSenderOptions): void => {
  request.setTimeout(options.idleTimeoutMs, () => {
    request.destroy(new HttpTimeout("idle", options.idleTimeoutMs));
  });
  request.once("socket", (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => {
      request.destroy(new HttpTimeout("connect", options.connectTimeoutMs));
    }, options.connectTimeoutMs);
    const stop = () => clearTimeout(timer);
    socket.once("encrypted" in socket ? "secureConnect" : "connect", stop);
    socket.once("close", stop);
    // A proxy's tunnel connects on a socket of its own before this one is usable.
    request.once("response", stop);
  });
};

const readReply = (
  request: ClientRequest,
  response: IncomingMessage,
  done: (reply: HttpReply) => void,
  failed: (error: Error) => void,
): void => {
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.once("error", failed);
  response.once("end", () => {
    done({
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
    });
    // Answered before it had all of the body: the rest is not worth sending, the connection not reusable.
    if (!request.writableFinished) request.destroy();
  });
  response.once("close", () => {
    if (!response.complete)
      failed(Object.assign(new Error("the answer broke off"), { code: "ECONNRESET" }));
  });
};

/** Sends requests over kept-alive connections, without retries. */
export interface HttpSender {
  /** Rejects with the signal's reason, HttpTimeout, or Node's own error. */
  send(call: HttpCall): Promise<HttpReply>;
  /** Ends all connections. */
  close(): void;
}

/** A sender on node:http and node:https. NODE_EXTRA_CA_CERTS is Node's own business. */
export const createHttpSender = (options: HttpSenderOptions): HttpSender => {
  const agentOptions = {
    keepAlive: true,
    maxFreeSockets: 256,
    timeout: keepIdleMs,
    proxyEnv: options.environment,
  };
  const http = new HttpAgent(agentOptions);
  let https: HttpsAgent | null = null;
  const openHttps = () => {
    // Else each of up to 128 connections would load the same certificates into a context of its own.
    const agent = new HttpsAgent({ ...agentOptions, secureContext: createSecureContext() });
    // All connections are alike but for where they go; Node writes down 20 more settings, thrice a request.
    agent.getName = ({ host, port } = {}) => `${host}:${port}`;
    return agent;
  };

  const send = (call: HttpCall): Promise<HttpReply> =>
    new Promise((resolve, reject) => {
      const isTls = call.origin.protocol === "https:";
      const request = (isTls ? httpsRequest : httpRequest)({
        agent: isTls ? (https ??= openHttps()) : http,
        protocol: call.origin.protocol,
        hostname: call.origin.hostname,
        port: call.origin.port,
        method: call.method,
        path: call.path,
        // As a list they are written as they are, and not looked at one by one; they are complete and signed.
        headers: Object.entries(call.headers).flat(),
      });
      const failed = (error: Error) => reject(call.signal?.aborted ? call.signal.reason : error);
      request.on("error", failed);
      request.once("response", (response) => readReply(request, response, resolve, failed));
      watchConnection(request, options);
      watchSignal(request, call.signal);
      startBody(request, call);
    });

  return {
    send,
    close: () => {
      http.destroy();
      https?.destroy();
    },
  };
};
