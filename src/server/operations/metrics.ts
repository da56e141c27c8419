import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { MessageQueue, PostAnswer } from "../ports.ts";
import type { QueueProgress } from "./queue-progress.ts";

/** What became of a post to the log. */
export type LogAnswer =
  | "accepted"
  | "seen"
  | "malformed"
  | "unauthorized"
  | "limited"
  | "too-large"
  | "too-slow"
  | "not-stored";

/** What the server counts while it works. */
export interface Counters {
  readonly answered: (answer: LogAnswer) => void;
  readonly slackAnswered: (answer: PostAnswer) => void;
}

export interface Metrics {
  readonly counters: Counters;
  /** Prometheus' text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Counters, the queue's state at the moment of asking, and the process's own numbers. */
export const createMetrics = (
  queue: Pick<MessageQueue, "stats">,
  progress: Pick<QueueProgress, "ageMs">,
): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const posts = new Counter({
    name: "log_posts_total",
    help: "Log requests by result",
    labelNames: ["answer"],
    registers,
  });
  const slack = new Counter({
    name: "log_slack_calls_total",
    help: "chat.postMessage calls by result",
    labelNames: ["answer"],
    registers,
  });
  const waiting = new Gauge({
    name: "log_queue_waiting",
    help: "Messages not yet in Slack",
    registers,
  });
  const parked = new Gauge({
    name: "log_queue_parked",
    help: "Messages that Slack rejected (parked)",
    registers,
  });
  const age = new Gauge({
    name: "log_queue_age_seconds",
    help: "Age of the oldest message not yet in Slack",
    registers,
  });
  const lost = new Counter({
    name: "log_lost_total",
    help: "Accepted messages that Redis has lost",
    registers,
  });
  return {
    contentType: registry.contentType,
    counters: {
      answered: (answer) => posts.inc({ answer }),
      slackAnswered: ({ kind }) => slack.inc({ answer: kind }),
    },
    render: async () => {
      // A queue that is away must not take the other numbers with it.
      const stats = await queue.stats().catch(() => null);
      waiting.set(stats?.waiting ?? NaN);
      parked.set(stats?.parked ?? NaN);
      if (stats !== null) {
        lost.reset();
        lost.inc(stats.lost);
      }
      age.set(stats === null ? NaN : progress.ageMs(stats) / 1000);
      return registry.metrics();
    },
  };
};
