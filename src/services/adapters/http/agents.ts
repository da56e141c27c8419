import type { Agent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";
import type { Proxy } from "../../../domain/proxy.ts";
import { trustEnvironment, trustSystem } from "./certificates.ts";
import { writeAheadBytes } from "./chunk-size.ts";
import type { HttpSenderOptions } from "./http-call.ts";
import { nodeHttp } from "./node-http.ts";
import { tunnelThrough } from "./tunnel.ts";

// Stores hang up on idle connections after some 20 s; leaving first avoids a reset in mid-request.
export const keepIdleMs = 15_000;

const settings = { keepAlive: true, maxFreeSockets: 256, timeout: keepIdleMs };

/** `highWaterMark` is documented for tls.connect, which has it from here; the types of agents leave it out. */
const tlsSettings = { ...settings, highWaterMark: writeAheadBytes };

/** The connections of a sender to its proxies, and what all of its connections over TLS trust. */
export class Agents {
  readonly #options: HttpSenderOptions;
  readonly #all = new Set<Agent>();
  #http: Agent | null = null;
  #secureContext: SecureContext | null = null;
  #https: HttpsAgent | null = null;
  #tunnel: HttpsAgent | null = null;
  #trustsSystem = false;

  constructor(options: HttpSenderOptions) {
    this.#options = options;
  }

  /** Those to a proxy that is spoken to by a protocol. Throws UnusableEnvironment for certificates that cannot be read. */
  of(protocol: "http:" | "https:"): Agent {
    if (protocol === "http:") {
      this.#http ??= this.#keep(new (nodeHttp().Agent)(settings));
      return this.#http;
    }
    this.#https ??= this.#openHttps();
    return this.#https;
  }

  /** Those through a proxy; a sender has one proxy for TLS. */
  through(proxy: Proxy): HttpsAgent {
    if (this.#tunnel === null) {
      this.#tunnel = this.#openHttps();
      tunnelThrough(this.#tunnel, proxy, this.#options.connectTimeoutMs);
    }
    return this.#tunnel;
  }

  /**
   * What connections over TLS trust. One for all: each would load the same certificates into a context of its own.
   * Throws UnusableEnvironment for certificates that cannot be read.
   */
  secureContext(): SecureContext {
    if (this.#secureContext === null) {
      trustEnvironment(this.#options.environment);
      this.#secureContext = createSecureContext();
    }
    return this.#secureContext;
  }

  get trustsSystem(): boolean {
    return this.#trustsSystem;
  }

  /** Trusts what the system trusts, from the next connection on. */
  trustSystem(): void {
    if (this.#trustsSystem) return;
    this.#trustsSystem = true;
    trustSystem();
    // Requests that are under way keep the old ones.
    this.#secureContext = null;
    this.#https = null;
    this.#tunnel = null;
  }

  destroy(): void {
    for (const agent of this.#all) agent.destroy();
  }

  #keep<T extends Agent>(agent: T): T {
    this.#all.add(agent);
    return agent;
  }

  #openHttps(): HttpsAgent {
    const agent = new HttpsAgent({ ...tlsSettings, secureContext: this.secureContext() });
    // All connections are alike but for where they go; Node writes down 20 more settings, thrice a request.
    agent.getName = ({ host, port } = {}) => `${host}:${port}`;
    return this.#keep(agent);
  }
}
