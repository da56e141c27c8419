import type { MessageQueue, QueueStats } from "../ports.ts";
import type { DeliveryHealth } from "../slack/delivery-health.ts";
import type { QueueProgress } from "../operations/queue-progress.ts";
import { json } from "./answer.ts";
import type { Route } from "./route.ts";
import { deliveryWords } from "../words/delivery-words.ts";
import { queueWords } from "../words/queue-words.ts";

export interface ReadyDeps {
  readonly queue: Pick<MessageQueue, "stats" | "probe">;
  readonly health: Pick<DeliveryHealth, "state">;
  readonly progress: Pick<QueueProgress, "ageMs" | "stillMs">;
  readonly isStopping: () => boolean;
}

const unknown: QueueStats = {
  waiting: 0,
  parked: 0,
  oldestWaitingAtMs: null,
  oldestPosition: null,
  lost: 0,
};

/** A message that waits longer than this means that somebody should look. */
const oldQueueMs = 15 * 60 * 1000;

/** Slack takes a post a second: when it is well and the first message stays this long, nobody is posting. */
const stillQueueMs = 60_000;

/**
 * `GET /ready`: 200 when messages can be kept and reach Slack, otherwise 503 with the reasons. Counts and ages only:
 * it asks for no token.
 */
export const createReadyRoute =
  ({ queue, health, progress, isStopping }: ReadyDeps): Route =>
  async () => {
    // With Redis away there are no numbers either; that is a reason, not a bug.
    const stats = await queue.stats().catch(() => null);
    const isWritable = await queue.probe().then(
      () => stats !== null,
      () => false,
    );
    const { waiting, parked } = stats ?? unknown;
    const ageMs = stats === null ? 0 : progress.ageMs(stats);
    const slack = health.state();
    const isStill = stats !== null && progress.stillMs(stats) > stillQueueMs;
    // While Slack fails the loop waits on purpose, which is no reason before the queue is old.
    const isStuck = isStill && (slack.name === "good" || slack.name === "untried");
    const reasons = [
      ...(isWritable ? [] : [queueWords.notWritable]),
      ...(slack.name === "refused" ? [deliveryWords.rejects(slack.reason)] : []),
      ...(parked > 0 ? [queueWords.parked(parked)] : []),
      ...(isStuck ? [queueWords.stuck] : []),
      ...(ageMs > oldQueueMs ? ["the oldest message has waited too long"] : []),
      ...(isStopping() ? ["stopping"] : []),
    ];
    return json(reasons.length === 0 ? 200 : 503, {
      ready: reasons.length === 0,
      reasons,
      slack: slack.name,
      queue: { isWritable, waiting, parked, ageSeconds: Math.round(ageMs / 1000) },
    });
  };
