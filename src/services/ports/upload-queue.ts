import type { AppError } from "../../domain/errors.ts";
import { isCount } from "../../domain/json.ts";
import type { Result } from "../../domain/result.ts";
import {
  isConflictPolicy,
  type ConflictPolicy,
  type TransferTarget,
} from "../../domain/transfer.ts";
import { parseTransferRequests } from "./parse-transfer-request.ts";
import { isAddResult, isNothing, isSnapshot, isTakenResult } from "./queue-answers.ts";
import type {
  AddedTransfer,
  QueueSnapshot,
  QueueWindow,
  TakenKey,
  TransferRequest,
  TransferSelection,
} from "./transfer-view.ts";

/**
 * The queue as screens and commands know it: plain, serialisable messages only, so that it can run in this
 * process or behind a Unix socket in a process of its own.
 */
export interface UploadQueue {
  /** Written to disk before it returns. The answers stand in the order of the requests. */
  add(requests: readonly TransferRequest[]): Promise<Result<readonly AddedTransfer[], AppError>>;
  pause(which: TransferSelection): Promise<void>;
  resume(which: TransferSelection): Promise<void>;
  /** Parts already sent stay at the store until its lifecycle rule removes them. */
  cancel(which: TransferSelection): Promise<void>;
  /** Those named wait again, be they failed, skipped or cancelled; "all" are all failed ones. What waits for its next attempt is tried now. `conflict` changes the answer to a taken key. */
  retry(which: TransferSelection, conflict?: ConflictPolicy): Promise<void>;
  /** Waiting and paused ones go before all others, in this order, and need not wait for a running one's end. */
  sendFirst(ids: readonly string[]): Promise<void>;
  /** A person has seen how these batches ended: they are not shown as news any more. */
  seeBatches(ids: readonly string[]): Promise<void>;
  /** A connection has new keys: what failed or stopped for want of good ones is tried again. */
  keysChanged(connection: string): Promise<void>;
  /** Takes ended ones off the screen; receipts stay in the history. */
  dismiss(which: TransferSelection): Promise<void>;
  /** Null lifts the limit. */
  limit(bytesPerSecond: number | null): Promise<void>;
  snapshot(window: QueueWindow): Promise<QueueSnapshot>;
  /**
   * Which of these keys have an object, asked with the keys that the queue has: a background uploader may hold secrets
   * that the app would need the passphrase for. Fails as a list does, or for want of secrets here, too.
   */
  findTaken(
    place: Pick<TransferTarget, "connection" | "bucket">,
    keys: readonly string[],
  ): Promise<Result<readonly TakenKey[], AppError>>;
  /** Calls back after changes, at most four times a second; gives the function that ends it. */
  subscribe(onChange: () => void): () => void;
}

/** What can be asked of a queue; a subscription is about the connection to it. */
export type QueueCommandName = Exclude<keyof UploadQueue, "subscribe">;

/** The arguments of a command. */
export type QueueArguments<N extends QueueCommandName> = Parameters<UploadQueue[N]>;

/** What a command gives back. */
export type QueueAnswer<N extends QueueCommandName> = Awaited<ReturnType<UploadQueue[N]>>;

/** The fields of a message, as they came. */
export type MessageFields = Readonly<Record<string, unknown>>;

/** One row of the table: all that anything between a caller and the local queue has to know of a command. */
export interface QueueCommand<N extends QueueCommandName> {
  /**
   * A "change" gives nothing back, and may be given twice without harm. A "result" is given once. A "view" changes
   * nothing: it does not wait for the commands before it. A "question" is a view whose answer takes its time, and a
   * failure where nobody can give it.
   */
  readonly kind: "change" | "result" | "view" | "question";
  /** The arguments as fields of a message. */
  readonly write: (...given: QueueArguments<N>) => MessageFields;
  /** The arguments from the fields of a message; null: not understood. */
  readonly parse: (fields: MessageFields) => QueueArguments<N> | null;
  readonly run: (queue: UploadQueue, ...given: QueueArguments<N>) => Promise<QueueAnswer<N>>;
  readonly isAnswer: (value: unknown) => value is QueueAnswer<N>;
}

const isIds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((id) => typeof id === "string");

const isSelection = (value: unknown): value is TransferSelection => value === "all" || isIds(value);

type IdsCommandName = "sendFirst" | "seeBatches";

const onIds = (name: IdsCommandName): QueueCommand<IdsCommandName> => ({
  kind: "change",
  write: (ids) => ({ ids }),
  parse: ({ ids }) => (isIds(ids) ? [ids] : null),
  run: (queue, ids) => queue[name](ids),
  isAnswer: isNothing,
});

type SelectionCommandName = "pause" | "resume" | "cancel" | "dismiss";

const onSelection = (name: SelectionCommandName): QueueCommand<SelectionCommandName> => ({
  kind: "change",
  write: (which) => ({ which }),
  parse: ({ which }) => (isSelection(which) ? [which] : null),
  run: (queue, which) => queue[name](which),
  isAnswer: isNothing,
});

/**
 * Every command of the queue. The queue behind a socket, the one that is still being opened and the daemon's protocol
 * are made from it: docs/queue.md, "A new command". Names and fields are wire format.
 */
export const queueCommands: { readonly [N in QueueCommandName]: QueueCommand<N> } = {
  add: {
    kind: "result",
    write: (requests) => ({ requests }),
    parse: (fields) => {
      const requests = parseTransferRequests(fields["requests"]);
      return requests && [requests];
    },
    run: (queue, requests) => queue.add(requests),
    isAnswer: isAddResult,
  },
  pause: onSelection("pause"),
  resume: onSelection("resume"),
  cancel: onSelection("cancel"),
  retry: {
    kind: "change",
    write: (which, conflict) => ({ which, conflict: conflict ?? null }),
    parse: ({ which, conflict }) => {
      if (!isSelection(which)) return null;
      if (conflict === null) return [which];
      return isConflictPolicy(conflict) ? [which, conflict] : null;
    },
    run: (queue, ...given) => queue.retry(...given),
    isAnswer: isNothing,
  },
  dismiss: onSelection("dismiss"),
  sendFirst: onIds("sendFirst"),
  seeBatches: onIds("seeBatches"),
  keysChanged: {
    kind: "change",
    write: (connection) => ({ connection }),
    parse: ({ connection }) => (typeof connection === "string" ? [connection] : null),
    run: (queue, connection) => queue.keysChanged(connection),
    isAnswer: isNothing,
  },
  limit: {
    kind: "change",
    write: (bytesPerSecond) => ({ bytesPerSecond }),
    parse: ({ bytesPerSecond }) => {
      if (bytesPerSecond === null) return [null];
      const isSpeed = Number.isFinite(bytesPerSecond) && Number(bytesPerSecond) > 0;
      return isSpeed ? [Number(bytesPerSecond)] : null;
    },
    run: (queue, bytesPerSecond) => queue.limit(bytesPerSecond),
    isAnswer: isNothing,
  },
  snapshot: {
    kind: "view",
    write: ({ from, count }) => ({ from, count }),
    parse: ({ from, count }) => (isCount(from) && isCount(count) ? [{ from, count }] : null),
    run: (queue, window) => queue.snapshot(window),
    isAnswer: isSnapshot,
  },
  findTaken: {
    kind: "question",
    write: ({ connection, bucket }, keys) => ({ connection, bucket, keys }),
    parse: ({ connection, bucket, keys }) =>
      typeof connection === "string" && typeof bucket === "string" && isIds(keys)
        ? [{ connection, bucket }, keys]
        : null,
    run: (queue, ...given) => queue.findTaken(...given),
    isAnswer: isTakenResult,
  },
};

/** True for the name of a row of the table. */
export const isQueueCommandName = (name: unknown): name is QueueCommandName =>
  typeof name === "string" && Object.hasOwn(queueCommands, name);
