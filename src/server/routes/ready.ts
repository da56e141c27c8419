import type { MessageQueue, QueueStats } from "../ports.ts";
import type { DeliveryHealth } from "../slack/delivery-health.ts";
import { json } from "./answer.ts";
import type { Route } from "./route.ts";
import { deliveryWords } from "../words/delivery-words.ts";
import { queueWords } from "../words/queue-words.ts";

export interface ReadyDeps {
  readonly queue: Pick<MessageQueue, "stats" | "probe">;
  readonly health: Pick<DeliveryHealth, "state">;
  readonly nowMs: () => number;
  readonly isStopping: () => boolean;
}

const unknown: QueueStats = { waiting: 0, parked: 0, oldestWaitingAtMs: null };

/** A message that waits longer than this means that somebody should look. */
const oldQueueMs = 15 * 60 * 1000;

/**
 * `GET /ready`: 200 when messages can be kept and reach Slack, otherwise 503 with the reasons. Counts and ages only:
 * it asks for no token.
 */
export const createReadyRoute =
  ({ queue, health, nowMs, isStopping }: ReadyDeps): Route =>
  async () => {
    // With Redis away there are no numbers either; that is a reason, not a bug.
    const stats = await queue.stats().catch(() => null);
    const isWritable = await queue.probe().then(
      () => stats !== null,
      () => false,
    );
    const { waiting, parked, oldestWaitingAtMs } = stats ?? unknown;
    const ageMs = oldestWaitingAtMs === null ? 0 : nowMs() - oldestWaitingAtMs;
    const slack = health.state();
    const reasons = [
      ...(isWritable ? [] : [queueWords.notWritable]),
      ...(slack.name === "refused" ? [deliveryWords.rejects(slack.reason)] : []),
      ...(parked > 0 ? [queueWords.parked(parked)] : []),
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
