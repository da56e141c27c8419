import type { MessageQueue, QueuedEntry } from "../ports.ts";
import type { WakeSignal } from "../queue/wake-signal.ts";
import {
  carryOut,
  resumeDelivery,
  toDelivery,
  type ChannelMemory,
  type Delivery,
} from "./carry-out.ts";
import { planDelivery } from "./delivery-plan.ts";
import { createPoster, type PosterDeps } from "./post-patiently.ts";

export interface DeliveryDeps extends PosterDeps {
  readonly queue: MessageQueue;
  /** Notified when the administrator asks to try again what Slack refuses. */
  readonly retryRequested: Pick<WakeSignal, "wait">;
}

/** Entries looked at for one digest. */
const windowEntries = 1000;
/** Without a word from the queue it looks again after this long: another server may have put something. */
const idleMs = 1000;
/** A channel that refuses everything is asked again this often: someone may have invited the bot. */
const blockedMs = 60_000;

/** The next of what was begun; all of it is dropped, to be planned anew, when another server has dealt with some. */
const takeBegun = (begun: Delivery[], oldest: readonly QueuedEntry[]): Delivery | null => {
  const next = begun.shift();
  if (next === undefined) return null;
  const waiting = new Set(oldest.map(({ position }) => position));
  if ([...next.open.keys()].every((position) => waiting.has(position))) return next;
  begun.length = 0;
  return null;
};

/**
 * Carries the queue's entries to Slack until aborted; an entry is forgotten only after Slack has it. Never rejects for
 * what Slack does; may reject with the signal's reason. Rejects when the queue cannot be read or written: the caller
 * restarts it after a while.
 */
export const runDeliveryLoop = async (deps: DeliveryDeps, signal: AbortSignal): Promise<void> => {
  const { queue, log } = deps;
  const post = createPoster(deps, signal);
  const memory: ChannelMemory = { takesReplies: true };
  /** In their order: what was blocked behind its head, and the parts of what was refused as a whole. */
  const begun: Delivery[] = [];
  /** What another run of this loop left, or another server. */
  const resume = async (oldest: readonly QueuedEntry[]) =>
    resumeDelivery(await queue.begun.read(), oldest, memory);
  const isLastOf = ({ headTs }: Delivery) => begun.every((other) => other.headTs !== headTs);
  while (!signal.aborted) {
    const oldest = await queue.oldest(windowEntries);
    const plan = planDelivery(oldest, memory);
    if (plan === null) {
      await queue.whenMore(idleMs, signal);
      continue;
    }
    const delivery = takeBegun(begun, oldest) ?? (await resume(oldest)) ?? toDelivery(plan, memory);
    const ending = await carryOut(delivery, post, memory, deps, signal);
    if (ending === "done") {
      // Else an entry that was parked, and is put back, would go into this old thread.
      if (delivery.isKept && isLastOf(delivery)) await queue.begun.keep(null);
      continue;
    }
    if (ending === "blocked") {
      // Without its head it is planned anew, with all that has come meanwhile.
      if (delivery.headTs !== null) begun.unshift(delivery);
      log.error(
        { slack: deps.health.state() },
        "Slack rejects all messages; they stay queued. Fix the bot or channel; retried every minute, at once on SIGHUP",
      );
      await deps.retryRequested.wait(blockedMs, signal);
    } else begun.unshift(...ending);
  }
};
