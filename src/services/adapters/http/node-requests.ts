import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Proxy } from "../../../domain/proxy.ts";
import type { Agents } from "./agents.ts";
import { limitInformation, readBody, shortAnswerBytes } from "./answer-size.ts";
import { decodeBody } from "./decode-body.ts";
import { HttpTimeout, LostConnection, networkError, noHttp } from "./http-call.ts";
import type { HttpCall, HttpReply, HttpSenderOptions } from "./http-call.ts";
import { nodeHttp } from "./node-http.ts";
import { toAuthority } from "./origin.ts";
import type { OpenTls } from "./open-tls.ts";
import { ReplyEnds } from "./reply-ends.ts";
import { proxyAuthorization } from "./routes.ts";
import { startBody } from "./write-body.ts";

/** Node's own `signal` option listens for eight events more a request: a quarter of what a small one costs there. */
const watchSignal = (
  request: ClientRequest,
  signal: AbortSignal | undefined,
  reject: (reason: unknown) => void,
): void => {
  if (signal === undefined) return;
  const abort = () => {
    request.destroy(new Error("aborted"));
    // While a tunnel is made it has no connection yet that would close.
    if (request.socket === null) reject(signal.reason);
  };
  if (signal.aborted) abort();
  else {
    signal.addEventListener("abort", abort, { once: true });
    request.once("close", () => signal.removeEventListener("abort", abort));
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
  });
};

interface ReplyHandlers {
  readonly done: (reply: HttpReply) => void;
  /** Ends the request, for this reason. */
  readonly stop: (reason: Error) => void;
}

const readReply = (
  request: ClientRequest,
  response: IncomingMessage,
  ends: ReplyEnds,
  { maxAnswerBytes = shortAnswerBytes }: HttpCall,
  { done, stop }: ReplyHandlers,
): void => {
  const { headers } = response;
  // Nobody asked for another encoding: RFC 9112 7.4.
  const encoding = headers["transfer-encoding"]?.toLowerCase();
  if (encoding !== undefined && encoding !== "chunked") {
    stop(noHttp());
    return;
  }
  response.once("error", stop);
  const read = (body: Buffer) => {
    const isLast = ends.isLast(request.socket, body, encoding === "chunked");
    const settle = () => {
      const plain = decodeBody(headers["content-encoding"], body, maxAnswerBytes);
      if (plain === null) return stop(noHttp());
      done({ status: response.statusCode ?? 0, headers, body: plain });
      // Answered before all of the body had left: the rest is not worth sending, and its memory has another use from now
      // on. What follows an answer is nobody's.
      if (!request.writableFinished || !isLast) request.socket?.destroy();
    };
    // That the last bytes have left may be told a moment later than the answer to them.
    if (request.writableFinished) settle();
    else setImmediate(settle);
  };
  readBody(response, maxAnswerBytes, { done: read, tooLong: stop });
};

/** That a proxy said nothing tells nothing of the store. */
const lost = (why: Error): LostConnection => new LostConnection(why, false);

/** Where a request is sent, and what is written before its headers. */
const toRequest = (call: HttpCall, proxy: Proxy, agents: Agents): RequestOptions => {
  const { origin, method, path } = call;
  // As a list they are written as they are, and not looked at one by one; they are complete and signed.
  const headers = Object.entries(call.headers).flat();
  if (origin.protocol === "http:") {
    const { protocol, hostname, port } = proxy;
    return {
      agent: agents.of(protocol),
      protocol,
      hostname,
      port,
      method,
      path: `http://${toAuthority(origin)}${path}`,
      headers: [...headers, ...proxyAuthorization(proxy)],
    };
  }
  return { agent: agents.through(proxy), ...origin, method, path, headers };
};

/** Sends requests through a proxy, by node:http and node:https. */
export class NodeRequests {
  readonly #options: HttpSenderOptions;
  readonly #agents: Agents;
  readonly #openTls: OpenTls;
  readonly #ends = new ReplyEnds();

  constructor(options: HttpSenderOptions, agents: Agents, openTls: OpenTls) {
    this.#options = options;
    this.#agents = agents;
    this.#openTls = openTls;
  }

  /** Rejects with the signal's reason or LostConnection. */
  send(call: HttpCall, proxy: Proxy): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      const options = toRequest(call, proxy, this.#agents);
      const request = (options.protocol === "https:" ? httpsRequest : nodeHttp().request)(options);
      let reason: Error | null = null;
      let isAnswered = false;
      const done = (reply: HttpReply) => {
        isAnswered = true;
        resolve(reply);
      };
      const stop = (why: Error) => {
        // What is complete already emits no error any more.
        reason ??= why;
        request.destroy(why);
      };
      request.on("error", (error) => {
        reason ??= error;
      });
      // Only then has the agent forgotten a connection, or a TLS session, that is of no use any more.
      request.once("close", () => {
        // An error costs more than all else that there is to do here.
        if (isAnswered) return;
        const brokenOff = networkError("ECONNRESET", "the connection was closed");
        reject(call.signal?.aborted ? call.signal.reason : lost(reason ?? brokenOff));
      });
      request.once("response", (response) =>
        readReply(request, response, this.#ends, call, { done, stop }),
      );
      limitInformation(request);
      request.once("upgrade", (_, socket) => {
        socket.destroy();
        reject(lost(noHttp()));
      });
      watchConnection(request, this.#ends, this.#options);
      watchSignal(request, call.signal, reject);
      request.once("socket", (socket) => {
        if (!request.reusedSocket && "encrypted" in socket) this.#openTls.add(socket);
      });
      startBody(request, call, this.#openTls);
    });
  }
}
