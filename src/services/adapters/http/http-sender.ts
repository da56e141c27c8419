import type { ClientRequest, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { createSecureContext } from "node:tls";
import type { ChunkedBody } from "../../ports/object-store.ts";
import { HttpTimeout, joinChunks, networkError, noHttp } from "./http-call.ts";
import type { HttpCall, HttpReply, HttpSender, HttpSenderOptions } from "./http-call.ts";
import { ReplyEnds } from "./reply-ends.ts";
import { firstChunkBytes, nextChunkBytes } from "./chunk-size.ts";

// Stores hang up on idle connections after some 20 s; leaving first avoids a reset in mid-request.
const keepIdleMs = 15_000;

// To import it reads every name that node:http has, and one of them loads Node's whole HTTP client (undici): 20 ms.
const { Agent: HttpAgent, request: httpRequest } = process.getBuiltinModule("node:http");

// A whole part handed to TLS in one write is encrypted in one go, which costs half the speed and blocks the
// event loop; smaller pieces cost more calls (docs/decisions/0004-signed-by-hand.md).
const writeBody = (request: ClientRequest, body: Uint8Array, onSent: HttpCall["onSent"]): void => {
  let at = 0;
  let chunkBytes = firstChunkBytes;
  const writeMore = (): void => {
    onSent?.(at);
    while (at < body.length) {
      const chunk = body.subarray(at, at + chunkBytes);
      at += chunk.length;
      if (!request.write(chunk)) {
        const handedOverMs = performance.now();
        request.once("drain", () => {
          chunkBytes = nextChunkBytes(performance.now() - handedOverMs);
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
const writeChunks = async (
  request: ClientRequest,
  body: ChunkedBody,
  onSent: HttpCall["onSent"],
): Promise<void> => {
  let at = 0;
  for await (const chunk of body.chunks("to send")) {
    const isTaken = await new Promise<boolean>((resolve) => {
      request.write(chunk, (error) => resolve(error === null || error === undefined));
    });
    // Answered early, aborted or cut: the request itself says which.
    if (!isTaken || request.destroyed) return;
    at += chunk.length;
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
    writeChunks(request, body, onSent).catch((error: unknown) => {
      request.destroy(error instanceof Error ? error : new Error("the body could not be read"));
    });
  }
};

const watchConnection = (
  request: ClientRequest,
  ends: ReplyEnds,
  options: HttpSenderOptions,
): void => {
  request.setTimeout(options.idleTimeoutMs, () => {
    request.destroy(new HttpTimeout("idle", options.idleTimeoutMs));
  });
  request.once("socket", (socket) => {
    if (request.reusedSocket) return;
    ends.watch(socket);
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
  ends: ReplyEnds,
  done: (reply: HttpReply) => void,
): void => {
  const { headers } = response;
  // Nobody asked for another encoding: RFC 9112 7.4.
  const encoding = headers["transfer-encoding"]?.toLowerCase();
  if (encoding !== undefined && encoding !== "chunked") {
    request.destroy(noHttp());
    return;
  }
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.once("error", (error) => request.destroy(error));
  response.once("end", () => {
    const body = joinChunks(chunks);
    done({ status: response.statusCode ?? 0, headers, body });
    // Answered before it had all of the body: the rest is not worth sending. What follows an answer is nobody's.
    const isLast = ends.isLast(request.socket, body, encoding === "chunked");
    if (!request.writableFinished || !isLast) request.socket?.destroy();
  });
};

/**
 * A sender on node:http and node:https, for requests of every size (docs/decisions/0011-one-http-client.md).
 * NODE_EXTRA_CA_CERTS is Node's own business, and so is whom NO_PROXY exempts.
 */
export const createHttpSender = (options: HttpSenderOptions): HttpSender => {
  const agentOptions = {
    keepAlive: true,
    maxFreeSockets: 256,
    timeout: keepIdleMs,
    proxyEnv: options.environment,
  };
  const ends = new ReplyEnds();
  const http = new HttpAgent(agentOptions);
  let https: HttpsAgent | null = null;
  const openHttps = () => {
    // One for all connections: each would load the same certificates into a context of its own.
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
      let reason: Error | null = null;
      request.on("error", (error) => {
        reason ??= error;
      });
      // Only then has the agent forgotten a connection, or a TLS session, that is of no use any more.
      request.once("close", () => {
        const brokenOff = networkError("ECONNRESET", "the connection was closed");
        reject(call.signal?.aborted ? call.signal.reason : (reason ?? brokenOff));
      });
      request.once("response", (response) => readReply(request, response, ends, resolve));
      request.once("upgrade", (_, socket) => {
        socket.destroy();
        reject(noHttp());
      });
      watchConnection(request, ends, options);
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
