import type { ClientRequest, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { SecureContext } from "node:tls";
import type { PieceBody } from "../../ports/object-store.ts";
import { HttpTimeout, joinChunks, networkError, noHttp } from "./http-call.ts";
import type { HttpCall, HttpReply, HttpSender, HttpSenderOptions } from "./http-call.ts";
import { firstPieceBytes, nextPieceBytes } from "./piece-size.ts";

// To import it reads every name that node:http has, and one of them loads Node's whole HTTP client (undici): 20 ms.
const { Agent: HttpAgent, request: httpRequest } = process.getBuiltinModule("node:http");

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
      body: joinChunks(chunks),
    });
    // Answered before it had all of the body: the rest is not worth sending, the connection not reusable.
    if (!request.writableFinished) request.destroy();
  });
  response.once("close", () => {
    if (!response.complete) failed(networkError("ECONNRESET", "the response was incomplete"));
  });
};

export interface NodeHttpSenderOptions extends HttpSenderOptions {
  /** How long a connection is kept between two requests. */
  readonly keepIdleMs: number;
  /** One for all connections: each would load the same certificates into a context of its own. */
  readonly secureContext: () => SecureContext;
}

/** A sender on node:http and node:https. */
export const createNodeHttpSender = (options: NodeHttpSenderOptions): HttpSender => {
  const agentOptions = {
    keepAlive: true,
    maxFreeSockets: 256,
    timeout: options.keepIdleMs,
    proxyEnv: options.environment,
  };
  const http = new HttpAgent(agentOptions);
  let https: HttpsAgent | null = null;
  const openHttps = () => {
    const agent = new HttpsAgent({ ...agentOptions, secureContext: options.secureContext() });
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
      request.once("upgrade", (_, socket) => {
        socket.destroy();
        failed(noHttp());
      });
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
