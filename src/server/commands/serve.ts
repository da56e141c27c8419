import { toNodeHandler } from "h3/node";
import { createApp } from "../app.ts";
import { followTokens, type ReloadableTokens } from "../auth/reloadable-tokens.ts";
import type { Config } from "../config.ts";
import { createRateLimits } from "../limits/rate-limits.ts";
import { createInFlight, defaultInFlightLimits } from "../limits/in-flight.ts";
import { startDelivery } from "../operations/delivery.ts";
import { followIdentity } from "../operations/reloadable-certificate.ts";
import { isLoopbackHost } from "../operations/loopback.ts";
import { listen } from "../operations/listen.ts";
import { createMetrics, type Metrics } from "../operations/metrics.ts";
import { createQueueProgress, type QueueProgress } from "../operations/queue-progress.ts";
import { createRefusalLog } from "../operations/refusal-log.ts";
import { stopGracefully } from "../operations/stop.ts";
import { systemClock } from "../operations/system-clock.ts";
import type { Clock, Log, MessageQueue } from "../ports.ts";
import { openQueue } from "../queue/open-queue.ts";
import { openSecretWarnings } from "../secret-settings.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createLogRoute } from "../routes/log.ts";
import { createMetricsRoute } from "../routes/metrics.ts";
import { defaultFirstKiBMs } from "../routes/read-body.ts";
import { createReadyRoute } from "../routes/ready.ts";
import { createTokenRoute } from "../routes/token.ts";
import { createDeliveryHealth, type DeliveryHealth } from "../slack/delivery-health.ts";
import { programVersion } from "../version.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { commandWords } from "../words/command-words.ts";
import { createSlackWebChannel } from "../slack/slack-web-channel.ts";

export interface RunningServer {
  readonly url: string;
  /** What the start has found, in words for the administrator. */
  readonly started: string;
  /** Reads tokens and certificates again, and tries again what Slack refused. */
  reload(): Promise<void>;
  /** Answers what is under way, refuses the rest with 503, closes the queue. Messages stay on disk. */
  stop(): Promise<void>;
}

const unencrypted =
  "tokens are sent unencrypted: use --tls-cert and --tls-key, or a proxy with TLS and --host 127.0.0.1";

interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly tokens: ReloadableTokens;
  readonly queue: MessageQueue;
  readonly metrics: Metrics;
  readonly health: DeliveryHealth;
  readonly progress: QueueProgress;
  readonly life: { readonly isStopping: boolean };
}

const composeApp = (parts: Parts) => {
  const { config, log, clock, tokens, queue, metrics, health, progress, life } = parts;
  const isStopping = () => life.isStopping;
  const gate = createRateLimits(config.limits, clock);
  const { counters } = metrics;
  const logRefusal = createRefusalLog(log, clock.monotonicMs);
  return createApp({
    logRoute: createLogRoute({
      tokens,
      queue,
      gate,
      inFlight: createInFlight(defaultInFlightLimits),
      firstKiBMs: defaultFirstKiBMs,
      counters,
      clock,
      logRefusal,
      isStopping,
    }),
    readyRoute: createReadyRoute({ queue, health, progress, isStopping }),
    metricsRoute: createMetricsRoute({ metrics, tokens, gate }),
    tokenRoute: createTokenRoute({ tokens, gate }),
    proxies: config.proxies,
    log,
  });
};

const startWords = async (
  config: Config,
  tokens: ReloadableTokens,
  queue: MessageQueue,
  url: string,
): Promise<string> => {
  const { waiting, parked } = await queue.stats();
  return commandWords.started({
    version: programVersion().version,
    tokens: tokens.index().size,
    channel: config.slack.channel,
    queue: config.redisUrl === null ? config.dataFolder : "Redis",
    waiting,
    parked,
    url,
  });
};

const listenProblem = ({ host, port }: Config, error: Error): string => {
  const code = "code" in error ? String(error.code) : "";
  const words = commandWords.cannotListen(host, port, error.message);
  return withNext(words, ...nextSteps.afterListenError(code));
};

const warn = ({ host, secretFiles, tls, warnings }: Config, log: Log): void => {
  for (const words of [...warnings, ...openSecretWarnings(secretFiles)]) log.warn({}, words);
  if (!tls && !isLoopbackHost(host)) log.warn({ host }, unencrypted);
};

/** Composes and starts the log server. Fails with a sentence for the administrator when something is not set up. */
export const serve = async (config: Config, log: Log): Promise<Result<RunningServer, string>> => {
  const clock = systemClock;
  const tokens = await followTokens(config.tokensFile, log);
  if (!tokens.ok) return fail(`tokens file ${config.tokensFile}: ${tokens.error}`);
  const identity = config.tls ? await followIdentity(config.tls, log) : ok(null);
  if (!identity.ok) return identity;
  const queue = await openQueue(config, log);
  if (!queue.ok) return fail(queue.error.words);

  const life = { isStopping: false };
  const progress = createQueueProgress(clock);
  const metrics = createMetrics(queue.value, progress);
  const health = createDeliveryHealth(metrics.counters.slackAnswered);
  const app = composeApp({
    config,
    log,
    clock,
    tokens: tokens.value,
    queue: queue.value,
    metrics,
    health,
    progress,
    life,
  });
  const listener = await listen(toNodeHandler(app), {
    ...config,
    identity: identity.value?.current() ?? null,
  }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (listener instanceof Error) {
    await queue.value.close();
    return fail(listenProblem(config, listener));
  }
  warn(config, log);
  identity.value?.onRenewed(listener.useIdentity);
  const delivery = startDelivery({
    queue: queue.value,
    slack: createSlackWebChannel(config.slack),
    clock,
    log,
    health,
    progress,
    random: Math.random,
    intervalMs: config.slackIntervalMs,
  });
  return ok({
    url: listener.url,
    started: await startWords(config, tokens.value, queue.value, listener.url),
    reload: async () => {
      await tokens.value.reload();
      await identity.value?.reload();
      await delivery.retry();
    },
    stop: async () => {
      life.isStopping = true;
      tokens.value.stop();
      identity.value?.stop();
      await stopGracefully({ server: listener.server, delivery, queue: queue.value, log });
    },
  });
};
