import type { Result } from "../domain/result.ts";

/** One outcome of a sender's transfer, as the server keeps it. Holds no token. */
export interface LogEntry {
  /** The sender's own Id, or one that the server made for a client that sends none. */
  readonly id: string;
  /** True when the sender gave the Id, so that a repeat can be told. */
  readonly isRepeatable: boolean;
  /** Name of the token that let it in. */
  readonly tokenName: string;
  readonly action: "Success" | "Fail";
  readonly message: string;
  readonly receivedAtMs: number;
  /** As the sender claims: user@host, ISO time, where the file went, and its proofs. */
  readonly sender?: string | undefined;
  readonly at?: string | undefined;
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly etag?: string | undefined;
  readonly requestId?: string | undefined;
}

/** A sender's token, as far as the server knows it: never itself. */
export interface KnownToken {
  /** For logs and Slack. */
  readonly name: string;
  /** What is remembered and counted of it hangs on this, made from its hash: a name or a line may change, this never. */
  readonly key: string;
  /** The name that releases up to 0.2 gave it: a plain token was called after its line. */
  readonly formerName: string;
}

/** An entry on its way to Slack. Positions grow in the order of arrival. */
export interface QueuedEntry {
  readonly position: string;
  readonly entry: LogEntry;
}

/** An entry that Slack refused for good. */
export interface ParkedEntry {
  readonly entry: LogEntry;
  /** Slack's word for it. */
  readonly reason: string;
  readonly parkedAtMs: number;
}

/** "seen": the same token sent this Id before; nothing was added. */
export type PutAnswer = "accepted" | "seen";

/** Why the queue could not keep an entry. Nothing of it was kept; the sender is asked to come again. */
export interface QueueFault {
  readonly code: "full" | "broken";
  readonly detail: string;
}

export interface QueueStats {
  readonly waiting: number;
  readonly parked: number;
  /** Arrival of the oldest waiting entry; null when none waits. */
  readonly oldestWaitingAtMs: number | null;
  /** Its position; null when none waits. */
  readonly oldestPosition: string | null;
  /** Accepted entries that are known to be gone, since the start of this process. */
  readonly lost: number;
}

/** A message of the channel whose list is not complete yet. */
export interface BegunDelivery {
  /** Of the message, as Slack named it. */
  readonly headTs: string;
  /** The list goes into its thread. */
  readonly isThreaded: boolean;
  /** All that it is about; what Slack has of them is no longer in the queue. */
  readonly positions: readonly string[];
}

/** Remembers what was begun: whoever goes on after a restart posts no second head. */
export interface BegunMemory {
  read(): Promise<BegunDelivery | null>;
  /** In place of what was kept before; null: nothing is under way. Resolves when it is durable. */
  keep(begun: BegunDelivery | null): Promise<void>;
}

/** Where accepted entries live until Slack has them. Every promise resolves after the data is durable. */
export interface MessageQueue {
  put(entry: LogEntry, token: KnownToken): Promise<Result<PutAnswer, QueueFault>>;
  /** The oldest waiting entries, at most `limit`, oldest first. Empty while another server delivers. */
  oldest(limit: number): Promise<readonly QueuedEntry[]>;
  /** Slack has them: forget the entries, remember their Ids. */
  ack(positions: readonly string[]): Promise<void>;
  readonly begun: BegunMemory;
  /** Slack will never take them: keep them aside, with the reason, for the administrator. */
  park(positions: readonly string[], reason: string): Promise<void>;
  /** What is parked, at most `limit`, in the order of parking. */
  parked(limit: number): Promise<readonly ParkedEntry[]>;
  /** Puts all parked entries back at the end of the queue; returns how many. */
  unpark(): Promise<number>;
  stats(): Promise<QueueStats>;
  /** Resolves when something may have arrived, or after `timeoutMs`; rejects with the signal's reason when aborted. */
  whenMore(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Forgets the Ids of entries that are older than the retention. */
  pruneIds(nowMs: number): Promise<number>;
  /** Throws when nothing can be written any more. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

export interface SlackAttachment {
  readonly color: "good" | "danger";
  readonly fallback: string;
  readonly title?: string;
  readonly text?: string;
  readonly footer?: string;
  readonly ts?: string;
  readonly fields?: readonly {
    readonly title: string;
    readonly value: string;
    readonly short: boolean;
  }[];
}

/** One call of chat.postMessage. All text in it is escaped and within Slack's limits. */
export interface SlackPost {
  readonly attachments: readonly SlackAttachment[];
  /** `ts` of the message whose thread this belongs to. */
  readonly threadTs?: string;
}

/** What Slack did with a post. */
export type PostAnswer =
  | { readonly kind: "posted"; readonly ts: string }
  /** A limit of Slack's, which passes: not before `afterMs`; null where Slack does not say how long. */
  | { readonly kind: "later"; readonly afterMs: number | null }
  /** Slack or the network failed; nobody knows whether the post arrived. */
  | { readonly kind: "failed"; readonly reason: string }
  /**
   * Slack understood and will not: the channel or the bot (nothing will pass), just this message, or it as a reply: at
   * the top level it may pass. "no threads" means every reply in this channel.
   */
  | {
      readonly kind: "refused";
      readonly what: "channel" | "message" | "reply" | "no threads";
      readonly reason: string;
    };

/**
 * Slack, as the delivery loop needs it. Never throws for what Slack or the network do, and ends by itself: a call that
 * was broken off half-way would be posted again.
 */
export interface SlackChannel {
  post(post: SlackPost): Promise<PostAnswer>;
  /** `auth.test`: whom the token belongs to. */
  whoAmI(): Promise<Result<string, string>>;
}

/** Time, so that tests can turn it by hand. As services/ports/clock.ts, which the server may not import. */
export interface Clock {
  /** The machine's date: to be written down and shown. It may step, so nothing waits or is limited by it. */
  readonly nowMs: () => number;
  /** Counts on whatever the date does: for waits, pace and limits. */
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, however long; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Structured log; the first argument holds data, never a token. */
export interface Log {
  debug(data: object, words: string): void;
  info(data: object, words: string): void;
  warn(data: object, words: string): void;
  error(data: object, words: string): void;
}
