import type { BegunDelivery, Clock, Log, MessageQueue, QueuedEntry } from "../ports.ts";
import { planEntries, type DeliveryPlan, type PlannedPost } from "./delivery-plan.ts";
import type { FinalAnswer, PostPatiently } from "./post-patiently.ts";

export interface CarryOutDeps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is known of the channel. */
export interface ChannelMemory {
  takesReplies: boolean;
}

/** A plan under way: what Slack has of it is not posted again. */
export interface Delivery {
  /** In order. */
  readonly left: PlannedPost[];
  /** Entries that are not settled, by position, oldest first. */
  readonly open: Map<string, QueuedEntry>;
  readonly messages: number;
  /** Of the head; null while Slack does not have it. */
  headTs: string | null;
  /** The list goes into the thread of the head. */
  isThreaded: boolean;
  /** The head is in the queue's memory of what was begun. */
  isKept: boolean;
}

export const toDelivery = (
  { head, replies, entries }: DeliveryPlan,
  { takesReplies }: ChannelMemory,
): Delivery => ({
  left: [head, ...replies],
  open: new Map(entries.map((queued) => [queued.position, queued])),
  messages: entries.length,
  headTs: null,
  isThreaded: takesReplies,
  isKept: false,
});

/** What a server left unfinished, as far as it still waits, without its head; null for nothing. */
export const resumeDelivery = (
  kept: BegunDelivery | null,
  oldest: readonly QueuedEntry[],
  memory: ChannelMemory,
): Delivery | null => {
  if (kept === null) return null;
  const { headTs, isThreaded, positions } = kept;
  const own = new Set(positions);
  const entries = oldest.filter(({ position }) => own.has(position));
  const plan = planEntries(entries, memory);
  if (plan === null) return null;
  const delivery = { ...toDelivery(plan, memory), headTs, isThreaded, isKept: true };
  // The last entry of a list goes into its thread as it is; a long message begins with what Slack has.
  if (entries.length > 1 || positions.length === 1) delivery.left.shift();
  return delivery;
};

/** Two deliveries of what is open of one that was refused, for the same thread: its head is not posted again. */
const halvesOf = (
  { open, headTs, isThreaded, isKept }: Delivery,
  memory: ChannelMemory,
): readonly Delivery[] => {
  const entries = [...open.values()];
  const middle = Math.ceil(entries.length / 2);
  return [entries.slice(0, middle), entries.slice(middle)].flatMap((half) => {
    const plan = planEntries(half, memory);
    if (plan === null) return [];
    const delivery = { ...toDelivery(plan, memory), headTs, isThreaded, isKept };
    if (headTs !== null && half.length > 1) delivery.left.shift();
    return [delivery];
  });
};

const retryDelayMs = 2_000;

/** Writes down what Slack has said, however long the disk refuses: to start over would post it again. */
const settle = async (
  write: () => Promise<void>,
  { clock, log }: CarryOutDeps,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      log.error({ err: error }, "cannot record that Slack has a message");
      await clock.sleep(retryDelayMs, signal);
    }
  }
};

/** How a delivery ended: Slack refuses everything ("blocked"), or has refused it as a whole, and here are its parts. */
type Ending = "done" | "blocked" | readonly Delivery[];
type Refusal = Extract<FinalAnswer, { kind: "refused" }>;

/** What a refusal means: parts, another try at the top level, or the end. */
const afterRefusal = async (
  { what, reason }: Refusal,
  delivery: Delivery,
  memory: ChannelMemory,
  deps: CarryOutDeps,
  signal: AbortSignal,
): Promise<Ending | "at the top level"> => {
  const { queue, log } = deps;
  if (what === "message" && delivery.open.size > 1) {
    // One message that Slack will not have must not take its neighbours with it, which may be another sender's.
    log.warn({ reason, messages: delivery.open.size }, "Slack rejected a digest: it is split");
    return halvesOf(delivery, memory);
  }
  if (what === "message") {
    log.error(
      { reason, messages: delivery.open.size },
      "Slack rejected a message: it is parked. Retry with `parked retry` or SIGHUP",
    );
    await settle(() => queue.park([...delivery.open.keys()], reason), deps, signal);
    return "done";
  }
  if (what === "no threads") memory.takesReplies = false;
  const wasReply = delivery.isThreaded && delivery.headTs !== null;
  // Even a word for the whole channel may be about replies only: it has taken the head.
  if (!wasReply) {
    delivery.isThreaded = memory.takesReplies;
    return "blocked";
  }
  log.warn({ reason }, "Slack takes no reply here: the list is posted in the channel");
  delivery.isThreaded = false;
  return "at the top level";
};

/** A head without anything behind it needs no memory: its entry goes with it. */
const noteHead = async (
  delivery: Delivery,
  headTs: string,
  deps: CarryOutDeps,
  signal: AbortSignal,
): Promise<void> => {
  delivery.headTs = headTs;
  if (delivery.left.length === 0) return;
  const { isThreaded, open } = delivery;
  const begun = { headTs, isThreaded, positions: [...open.keys()] };
  await settle(() => deps.queue.begun.keep(begun), deps, signal);
  delivery.isKept = true;
};

/** Posts what is left of a delivery, settling entries as Slack has them. */
export const carryOut = async (
  delivery: Delivery,
  post: PostPatiently,
  memory: ChannelMemory,
  deps: CarryOutDeps,
  signal: AbortSignal,
): Promise<Ending> => {
  for (;;) {
    const [next] = delivery.left;
    if (next === undefined) break;
    const answer = await post(next, delivery.isThreaded ? delivery.headTs : null);
    if (answer.kind === "posted") {
      delivery.left.shift();
      if (delivery.headTs === null) await noteHead(delivery, answer.ts, deps, signal);
      const { acks } = next;
      if (acks.length > 0) await settle(() => deps.queue.ack(acks), deps, signal);
      for (const position of acks) delivery.open.delete(position);
      continue;
    }
    const then = await afterRefusal(answer, delivery, memory, deps, signal);
    if (then !== "at the top level") return then;
  }
  deps.log.info({ messages: delivery.messages }, "delivered to Slack");
  return "done";
};
