import type { Clock, Log, MessageQueue, PostAnswer, SlackChannel } from "../ports.ts";
import type { WakeSignal } from "../queue/wake-signal.ts";
import { planDelivery, type DeliveryPlan, type PlannedPost } from "./delivery-plan.ts";
import type { DeliveryHealth } from "./delivery-health.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { backoffMs } from "./backoff.ts";

export interface DeliveryDeps {
  readonly queue: MessageQueue;
  readonly slack: SlackChannel;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: DeliveryHealth;
  /** 0 ≤ random() < 1, for jitter. */
  readonly random: () => number;
  /** Shortest time between two posts to the channel. Slack allows about one a second. */
  readonly intervalMs: number;
  /** Notified when the administrator asks to try again what Slack refuses. */
  readonly retryRequested: Pick<WakeSignal, "wait">;
}

/** Entries looked at for one digest. */
const windowEntries = 1000;
/** Without a word from the queue it looks again after this long: another server may have put something. */
const idleMs = 1000;
/** A channel that refuses everything is asked again this often: someone may have invited the bot. */
const blockedMs = 60_000;
const retryDelayMs = 2_000;

/** Posts with the pace and the patience that Slack asks for. Gives "posted", or "refused" for good; rejects when aborted. */
const createPoster = (deps: DeliveryDeps, signal: AbortSignal) => {
  const { slack, clock, health, log, intervalMs, random } = deps;
  let nextAtMs = 0;
  const pauseAfter = (answer: PostAnswer, attempt: number): number => {
    switch (answer.kind) {
      case "later":
        return Math.max(answer.afterMs, intervalMs);
      case "failed":
        return backoffMs(attempt, random());
      case "posted":
      case "refused":
        return intervalMs;
      default:
        return assertNever(answer);
    }
  };
  return async (post: PlannedPost, threadTs: string | undefined): Promise<PostAnswer> => {
    for (let attempt = 0; ; attempt += 1) {
      const pauseLeftMs = nextAtMs - clock.nowMs();
      if (pauseLeftMs > 0) await clock.sleep(pauseLeftMs, signal);
      signal.throwIfAborted();
      const startedAtMs = clock.nowMs();
      const { attachments } = post;
      const answer = await slack.post({
        attachments,
        ...(threadTs === undefined ? {} : { threadTs }),
      });
      health.answered(answer, clock.nowMs());
      const pauseMs = pauseAfter(answer, attempt);
      // The pace counts from the start of a post, every other wait from Slack's answer.
      nextAtMs = (answer.kind === "posted" ? startedAtMs : clock.nowMs()) + pauseMs;
      if (answer.kind === "posted" || answer.kind === "refused") return answer;
      if (!signal.aborted)
        log.warn({ ...answer, attempt, pauseMs }, "Slack has not accepted a message, retrying");
    }
  };
};

/** Settles entries that Slack has, however long the disk refuses: to start over would post them again. */
const ack = async (
  positions: readonly string[],
  { queue, clock, log }: DeliveryDeps,
  signal: AbortSignal,
): Promise<void> => {
  while (positions.length > 0) {
    try {
      await queue.ack(positions);
      return;
    } catch (error) {
      log.error({ err: error }, "cannot record that Slack has a message");
      await clock.sleep(retryDelayMs, signal);
    }
  }
};

/** Posts one plan, settling entries as Slack has them. "blocked": Slack refuses everything. */
const carryOut = async (
  plan: DeliveryPlan,
  post: ReturnType<typeof createPoster>,
  deps: DeliveryDeps,
  signal: AbortSignal,
): Promise<"done" | "blocked"> => {
  const { queue, log } = deps;
  const open = new Set(plan.positions);
  let threadTs: string | undefined;
  for (const planned of [plan.head, ...plan.replies]) {
    const answer = await post(planned, threadTs);
    if (answer.kind === "posted") {
      threadTs ??= answer.ts;
      await ack(planned.acks, deps, signal);
      for (const position of planned.acks) open.delete(position);
    } else if (answer.kind === "refused") {
      if (answer.what === "channel") return "blocked";
      log.error(
        { reason: answer.reason, messages: open.size },
        "Slack rejected a message: it is parked. Retry with `parked retry` or SIGHUP",
      );
      await queue.park([...open], answer.reason);
      return "done";
    }
  }
  log.info({ messages: plan.positions.length }, "delivered to Slack");
  return "done";
};

/**
 * Carries the queue's entries to Slack until aborted; an entry is forgotten only after Slack has it. Never rejects for
 * what Slack does; may reject with the signal's reason. Rejects when the queue cannot be read or written: the caller
 * restarts it after a while.
 */
export const runDeliveryLoop = async (deps: DeliveryDeps, signal: AbortSignal): Promise<void> => {
  const { queue, log } = deps;
  const post = createPoster(deps, signal);
  while (!signal.aborted) {
    const plan = planDelivery(await queue.oldest(windowEntries));
    if (plan === null) {
      await queue.whenMore(idleMs, signal);
      continue;
    }
    const ending = await carryOut(plan, post, deps, signal);
    if (ending === "blocked") {
      log.error(
        { slack: deps.health.state() },
        "Slack rejects all messages; they stay queued. Fix the bot or channel; retried every minute, at once on SIGHUP",
      );
      await deps.retryRequested.wait(blockedMs, signal);
    }
  }
};
