import { assertNever } from "../../domain/assert-never.ts";
import type { Clock, Log, PostAnswer, SlackChannel } from "../ports.ts";
import { backoffMs, limitBackoff } from "./backoff.ts";
import type { DeliveryHealth } from "./delivery-health.ts";
import type { PlannedPost } from "./delivery-plan.ts";

export interface PosterDeps {
  readonly slack: SlackChannel;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: DeliveryHealth;
  /** 0 ≤ random() < 1, for jitter. */
  readonly random: () => number;
  /** Shortest time between two posts to the channel. Slack allows about one a second. */
  readonly intervalMs: number;
}

/** The last word on a post. */
export type FinalAnswer = Extract<PostAnswer, { kind: "posted" | "refused" }>;

/** Posts into a thread, or at the top level (null). */
export type PostPatiently = (post: PlannedPost, threadTs: string | null) => Promise<FinalAnswer>;

/** A Retry-After beyond this is a mistake of what stands between: Slack's limits count by the minute. */
const maxLaterMs = 3_600_000;

/** Posts with the pace and the patience that Slack asks for. Gives "posted", or "refused" for good; rejects when aborted. */
export const createPoster = (deps: PosterDeps, signal: AbortSignal): PostPatiently => {
  const { slack, clock, health, log, intervalMs, random } = deps;
  let nextAtMs = 0;
  const pauseAfter = (answer: PostAnswer, attempt: number): number => {
    switch (answer.kind) {
      case "later":
        return Math.max(
          Math.min(answer.afterMs ?? backoffMs(attempt, random(), limitBackoff), maxLaterMs),
          intervalMs,
        );
      case "failed":
        return backoffMs(attempt, random());
      case "posted":
      case "refused":
        return intervalMs;
      default:
        return assertNever(answer);
    }
  };
  return async ({ attachments }, threadTs) => {
    for (let attempt = 0; ; attempt += 1) {
      const pauseLeftMs = nextAtMs - clock.monotonicMs();
      if (pauseLeftMs > 0) await clock.sleep(pauseLeftMs, signal);
      signal.throwIfAborted();
      const startedAtMs = clock.monotonicMs();
      const answer = await slack.post({ attachments, ...(threadTs !== null && { threadTs }) });
      health.answered(answer, clock.nowMs());
      const pauseMs = pauseAfter(answer, attempt);
      // The pace counts from the start of a post, every other wait from Slack's answer.
      nextAtMs = (answer.kind === "posted" ? startedAtMs : clock.monotonicMs()) + pauseMs;
      if (answer.kind === "posted" || answer.kind === "refused") return answer;
      if (!signal.aborted)
        log.warn({ ...answer, attempt, pauseMs }, "Slack has not accepted a message, retrying");
    }
  };
};
