import type { QueuedEntry, SlackAttachment } from "../ports.ts";
import { digestHead, digestLines, sourceOf } from "./digest.ts";
import type { Piece } from "./piece.ts";
import { attachmentsPerPost } from "./slack-text.ts";
import { toAttachments } from "./slack-message.ts";

/** A post, and the entries that Slack has as a whole once it is posted. */
export interface PlannedPost {
  readonly attachments: readonly SlackAttachment[];
  readonly acks: readonly string[];
}

/** A message of the channel and the replies in its thread, in this order. */
export interface DeliveryPlan {
  readonly head: PlannedPost;
  readonly replies: readonly PlannedPost[];
  /** All that it is about. */
  readonly entries: readonly QueuedEntry[];
}

/** What the planning must know of the channel. */
export interface ChannelHabits {
  readonly takesReplies: boolean;
}

/** Up to so many waiting entries are posted one by one; more than a few seconds of lag makes a digest. */
const maxSinglePosts = 5;

/** Packs pieces into posts, in order, at most `attachmentsPerPost` in each. */
const toPosts = (pieces: readonly Piece[]): readonly PlannedPost[] => {
  const posts: PlannedPost[] = [];
  for (let at = 0; at < pieces.length; at += attachmentsPerPost) {
    const group = pieces.slice(at, at + attachmentsPerPost);
    posts.push({
      attachments: group.map(({ attachment }) => attachment),
      acks: group.flatMap(({ acks }) => acks),
    });
  }
  return posts;
};

const single = (queued: QueuedEntry): DeliveryPlan => {
  const attachments = toAttachments(queued.entry);
  const pieces = attachments.map((attachment, index) => ({
    attachment,
    acks: index === attachments.length - 1 ? [queued.position] : [],
  }));
  const [head = { attachments: [], acks: [] }, ...replies] = toPosts(pieces);
  return { head, replies, entries: [queued] };
};

const digest = (burst: readonly QueuedEntry[], takesReplies: boolean): DeliveryPlan => ({
  head: {
    attachments: digestHead(
      burst.map(({ entry }) => entry),
      takesReplies,
    ),
    acks: [],
  },
  replies: toPosts(digestLines(burst)),
  entries: burst,
});

/** More senders than this in sight share one digest: a digest for each would fall behind. */
const maxSeparateSenders = 10;

/** Posts entries that belong together: one by itself, more as a digest. Null for none. */
export const planEntries = (
  entries: readonly QueuedEntry[],
  { takesReplies }: ChannelHabits,
): DeliveryPlan | null => {
  const [first] = entries;
  if (first === undefined) return null;
  return entries.length === 1 ? single(first) : digest(entries, takesReplies);
};

/**
 * What to post next of the oldest waiting entries: the first one by itself, or, when they pile up, one digest of all
 * entries in sight from the first one's sender, or of all. No sender's entry overtakes another of the same sender. The
 * head says where its list is: in its thread, or below it where the channel takes no replies.
 */
export const planDelivery = (
  oldest: readonly QueuedEntry[],
  habits: ChannelHabits = { takesReplies: true },
): DeliveryPlan | null => {
  const [first] = oldest;
  if (first === undefined) return null;
  if (oldest.length <= maxSinglePosts) return single(first);
  const source = sourceOf(first.entry);
  const sources = new Set(oldest.map(({ entry }) => sourceOf(entry)));
  const burst =
    sources.size > maxSeparateSenders
      ? oldest
      : oldest.filter(({ entry }) => sourceOf(entry) === source);
  return planEntries(burst, habits);
};
