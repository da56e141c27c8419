import { formatCount } from "../../domain/format.ts";

/** What is said of posting to Slack. */
export const deliveryWords = {
  restarting: (what: string): string => `${what} failed, restarting`,
  rejects: (reason: string): string => `Slack rejects messages: ${reason}`,
  rateLimited: "rate limited",
  unexpected: "unexpected response from Slack",
  /** In the channel, of many at once: "37 more files from anna (clinic) to deliveries". */
  digest: (
    what: "more file" | "more failure",
    count: number,
    senders: string,
    buckets: string | null,
  ): string =>
    `${formatCount(count, what)} from ${senders}${buckets === null ? "" : ` to ${buckets}`}`,
  /** Below a head: where the list is. */
  seeThread: "See the list in the thread.",
  seeBelow: "See the list below.",
  senders: (count: number): string => formatCount(count, "sender"),
  buckets: (count: number): string => formatCount(count, "bucket"),
} as const;
