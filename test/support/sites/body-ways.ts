import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { HttpCall, HttpSender } from "../../../src/services/adapters/http/http-call.ts";
import { componentMissing } from "../processes/components.ts";
import type { ScriptedServer, ServerScript } from "../processes/scripted-server.ts";
import { selfSigned } from "../processes/tls.ts";
import { callTo, lanes, type HttpSite } from "./http-site.ts";

/** A way for a body, whether it lies in memory or is read while it is sent, straight or through a proxy. */
export interface BodyWay {
  readonly way: string;
  readonly bytes: number;
  readonly isRead: boolean;
  readonly isTunnelled: boolean;
}

/** Those of our own connections. */
export const straightWays: readonly BodyWay[] = [
  ...lanes.map(({ lane, bytes }) => ({ way: lane, bytes, isRead: false, isTunnelled: false })),
  { way: "a body that is read", bytes: 1_000_000, isRead: true, isTunnelled: false },
];

/** All of them are expected to behave the same. Node carries those through a proxy, our own connections the others. */
export const bodyWays: readonly BodyWay[] = componentMissing("openssl")
  ? straightWays
  : [
      ...straightWays,
      ...straightWays.map((each) => ({
        ...each,
        way: `${each.way} through a proxy`,
        isTunnelled: true,
      })),
    ];

let madeTls: ReturnType<typeof selfSigned> | null = null;

/** One for all: to make it takes longer than most of these tests. */
const tlsOfAll = () => (madeTls ??= selfSigned());

const pieceBytes = 64 * 1024;

/** All pieces lie in one buffer, one after the other. */
const toRead = (sizeBytes: number): HttpCall["body"] => ({
  sizeBytes,
  async *chunks() {
    const buffer = Buffer.alloc(pieceBytes, 7);
    for (let at = 0; at < sizeBytes; at += pieceBytes)
      yield buffer.subarray(0, Math.min(pieceBytes, sizeBytes - at));
  },
});

/** Servers and senders of one test for bodies of one way. */
export class WaySite {
  readonly #site: HttpSite;
  readonly #way: BodyWay;
  readonly #usual = getCACertificates("default");
  #proxy = "";

  constructor(site: HttpSite, way: BodyWay) {
    this.#site = site;
    this.#way = way;
  }

  async startServer(script: ServerScript): Promise<ScriptedServer> {
    if (!this.#way.isTunnelled) return this.#site.startServer(script);
    const tls = tlsOfAll();
    setDefaultCACertificates([...this.#usual, tls.cert]);
    const server = await this.#site.startServer(script, tls);
    this.#proxy = (await this.#site.startProxy()).authority;
    return server;
  }

  startSender(idleTimeoutMs?: number, connectTimeoutMs?: number): HttpSender {
    const environment = this.#way.isTunnelled ? { https_proxy: this.#proxy } : {};
    return this.#site.startSender(idleTimeoutMs, connectTimeoutMs, environment);
  }

  call(port: number, more: Partial<HttpCall> = {}): HttpCall {
    const { bytes, isRead, isTunnelled } = this.#way;
    const origin = { protocol: "https:", hostname: "localhost", port: String(port) } as const;
    return callTo(port, bytes, {
      ...(isRead && { body: toRead(bytes) }),
      ...(isTunnelled && { origin }),
      ...more,
    });
  }

  close(): void {
    setDefaultCACertificates(this.#usual);
  }
}
