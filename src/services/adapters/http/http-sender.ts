import type { Proxy } from "../../../domain/proxy.ts";
import { Agents, keepIdleMs } from "./agents.ts";
import { AnswerTooLong } from "./answer-size.ts";
import { isUntrusted } from "./certificates.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { HttpTimeout, LostConnection } from "./http-call.ts";
import type { HttpCall, HttpReply, HttpSender, HttpSenderOptions } from "./http-call.ts";
import { noteProxy, ProxyFault, proxyUnreachable, refusedByProxy } from "./network-fault.ts";
import { NodeRequests } from "./node-requests.ts";
import { OpenTls } from "./open-tls.ts";
import { toAuthority } from "./origin.ts";
import { httpToTls, isTlsAlert, saysTls, speaksTls } from "./plain-to-tls.ts";
import { createFindRoute, isAnswerOfProxy } from "./routes.ts";

/** What has gone wrong, by who is at fault. */
const explain = (thrown: Error, { origin }: HttpCall, proxy: Proxy | null): Error => {
  if (proxy === null) return isTlsAlert(thrown) ? httpToTls() : thrown;
  // One that was too long came from whom it may: it is judged by its status.
  if (thrown instanceof ProxyFault || thrown instanceof AnswerTooLong) return thrown;
  const isSilence = thrown instanceof HttpTimeout && thrown.code === "idle";
  // Without TLS all that was spoken to is the proxy.
  return origin.protocol === "http:" && !isSilence
    ? proxyUnreachable(proxy, thrown)
    : noteProxy(thrown, proxy);
};

/** Requests go over connections of our own, and by Node where a proxy carries them (docs/decisions/0034-one-lane-for-all-requests.md). */
class RoutedSender implements HttpSender {
  readonly #agents: Agents;
  readonly #nodeRequests: NodeRequests;
  readonly #pool: ConnectionPool;
  readonly #findRoute: (origin: HttpCall["origin"]) => Proxy | null;
  /** Hosts that have answered by plain http. */
  readonly #plainHosts = new Set<string>();

  constructor(options: HttpSenderOptions) {
    this.#agents = new Agents(options);
    const openTls = new OpenTls();
    this.#nodeRequests = new NodeRequests(options, this.#agents, openTls);
    const secureContext = () => this.#agents.secureContext();
    this.#pool = new ConnectionPool({ ...options, keepIdleMs, secureContext, openTls });
    this.#findRoute = createFindRoute(options.environment);
  }

  async send(call: HttpCall): Promise<HttpReply> {
    const proxy = this.#findRoute(call.origin);
    for (;;) {
      const knewSystem = this.#agents.trustsSystem;
      try {
        return this.#check(await this.#exchange(call, proxy), call, proxy);
      } catch (thrown) {
        const isLost = thrown instanceof LostConnection;
        const fault: unknown = isLost ? await this.#explain(thrown, call, proxy) : thrown;
        if (call.signal?.aborted || knewSystem || !isUntrusted(fault)) throw fault;
        this.#agents.trustSystem();
      }
    }
  }

  close(): void {
    this.#agents.destroy();
    this.#pool.close();
  }

  #exchange(call: HttpCall, proxy: Proxy | null): Promise<HttpReply> {
    return proxy === null ? this.#pool.send(call) : this.#nodeRequests.send(call, proxy);
  }

  /** The reply, unless it is a proxy's own, or that of a host which wants TLS: throws what is wrong then. */
  #check(reply: HttpReply, call: HttpCall, proxy: Proxy | null): HttpReply {
    if (call.origin.protocol === "https:") return reply;
    if (proxy !== null) {
      if (isAnswerOfProxy(reply)) throw refusedByProxy(proxy, reply.status);
      return reply;
    }
    if (saysTls(reply)) throw httpToTls();
    this.#plainHosts.add(toAuthority(call.origin));
    return reply;
  }

  /** Asks once more where a host hung up on plain http that never answered it. */
  async #explain(
    { reason, wasSilent }: LostConnection,
    call: HttpCall,
    proxy: Proxy | null,
  ): Promise<Error> {
    const explained = explain(reason, call, proxy);
    const { origin } = call;
    if (proxy !== null || origin.protocol === "https:") return explained;
    const isHangUp = "code" in explained && explained.code === "ECONNRESET";
    if (!isHangUp || !wasSilent || this.#plainHosts.has(toAuthority(origin))) return explained;
    return (await speaksTls(origin)) ? httpToTls() : explained;
  }
}

/** Opens nothing yet; reads no certificates before the first request over TLS. */
export const createHttpSender = (options: HttpSenderOptions): HttpSender =>
  new RoutedSender(options);
