import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { toNodeHandler } from "h3/node";
import { createApp } from "../../../src/server/app.ts";
import { createTokenIndex } from "../../../src/server/auth/token-index.ts";
import { hashToken } from "../../../src/server/auth/token-file.ts";
import { noProxies, type TrustedProxies } from "../../../src/server/limits/client-address.ts";
import {
  createRateLimits,
  type RateLimitSettings,
} from "../../../src/server/limits/rate-limits.ts";
import {
  createInFlight,
  defaultInFlightLimits,
  type InFlightLimits,
} from "../../../src/server/limits/in-flight.ts";
import type { ConnectionLimits } from "../../../src/server/operations/connection-limits.ts";
import { listen, type SlownessLimits } from "../../../src/server/operations/listen.ts";
import { createMetrics } from "../../../src/server/operations/metrics.ts";
import { createQueueProgress } from "../../../src/server/operations/queue-progress.ts";
import { systemClock } from "../../../src/server/operations/system-clock.ts";
import type { TlsIdentity } from "../../../src/server/operations/tls-identity.ts";
import type { Clock, MessageQueue } from "../../../src/server/ports.ts";
import { SqliteQueue } from "../../../src/server/queue/sqlite-queue.ts";
import { createLogRoute } from "../../../src/server/routes/log.ts";
import { createMetricsRoute } from "../../../src/server/routes/metrics.ts";
import { defaultFirstKiBMs } from "../../../src/server/routes/read-body.ts";
import { createReadyRoute } from "../../../src/server/routes/ready.ts";
import { createTokenRoute } from "../../../src/server/routes/token.ts";
import {
  createDeliveryHealth,
  type DeliveryHealth,
} from "../../../src/server/slack/delivery-health.ts";

export interface LogAppOptions {
  /** The one that it admits. */
  readonly token?: string;
  readonly limits?: Partial<RateLimitSettings>;
  readonly clock?: Clock;
  readonly timeouts?: Partial<SlownessLimits>;
  readonly identity?: TlsIdentity;
  readonly proxies?: TrustedProxies;
  readonly inFlight?: InFlightLimits;
  readonly firstKiBMs?: number;
  readonly connections?: ConnectionLimits;
  /** Limit of the queue's database. */
  readonly maxBytes?: number;
}

/** The server's HTTP side on loopback, in this process, over a real queue that nobody delivers from. */
export interface LogApp {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly queue: MessageQueue;
  readonly health: DeliveryHealth;
  /** Each refusal and each bug that it logged, as one JSON text. */
  readonly lines: readonly string[];
  /** How many the server has open. */
  connections(): number;
  useIdentity(identity: TlsIdentity): void;
  beginToStop(): void;
  post(body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

const unlimited: RateLimitSettings = {
  perTokenPerSecond: 0,
  perAddressPerSecond: 0,
  failedTokensPerMinute: 0,
};

/** Starts it with no limits but those given. */
export const startLogApp = async (options: LogAppOptions = {}): Promise<LogApp> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-log-app-"));
  const { token = "a-token-of-the-tests-0123456789" } = options;
  const index = createTokenIndex([
    { name: "tests", formerName: "line-2", sha256: hashToken(token) },
  ]);
  const tokens = { index: () => index };
  const clock = options.clock ?? systemClock;
  const queue = new SqliteQueue({ folder, maxBytes: options.maxBytes ?? 2 ** 30, rememberMs: 1e9 });
  const progress = createQueueProgress(clock);
  const metrics = createMetrics(queue, progress);
  const health = createDeliveryHealth(metrics.counters.slackAnswered);
  const gate = createRateLimits({ ...unlimited, ...options.limits }, clock);
  const lines: string[] = [];
  const note = (data: object, words: string) => lines.push(JSON.stringify({ ...data, words }));
  let stopping = false;
  const isStopping = () => stopping;
  const app = createApp({
    logRoute: createLogRoute({
      tokens,
      queue,
      gate,
      inFlight: createInFlight(options.inFlight ?? defaultInFlightLimits),
      firstKiBMs: options.firstKiBMs ?? defaultFirstKiBMs,
      counters: metrics.counters,
      clock,
      logRefusal: note,
      isStopping,
    }),
    readyRoute: createReadyRoute({ queue, health, progress, isStopping }),
    metricsRoute: createMetricsRoute({ metrics, tokens, gate }),
    tokenRoute: createTokenRoute({ tokens, gate }),
    proxies: options.proxies ?? noProxies,
    log: { debug: note, info: note, warn: note, error: note },
  });
  const listener = await listen(toNodeHandler(app), {
    host: "127.0.0.1",
    port: 0,
    identity: options.identity ?? null,
    proxies: options.proxies ?? noProxies,
    ...(options.connections ? { connections: options.connections } : {}),
    ...(options.timeouts ? { timeouts: options.timeouts } : {}),
  });
  return {
    url: listener.url,
    port: Number(new URL(listener.url).port),
    token,
    queue,
    health,
    lines,
    connections: listener.connections,
    useIdentity: listener.useIdentity,
    beginToStop: () => {
      stopping = true;
    },
    post: async (body, headers = {}) =>
      fetch(listener.url, { method: "POST", body: Buffer.from(body), headers }),
    close: async () => {
      listener.server.closeAllConnections();
      await new Promise((resolve) => listener.server.close(resolve));
      await queue.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Writes `bytes` to the port as they are and gives everything that comes back until the server closes. */
export const sendRaw = async (
  port: number,
  bytes: string | Uint8Array,
  halfClose = true,
): Promise<string> => {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    received += chunk;
  });
  socket.on("error", () => {}); // a reset is an answer too
  if (halfClose) socket.end(bytes);
  else socket.write(bytes);
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
};
