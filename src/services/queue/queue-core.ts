import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { OutcomeAddress } from "../../domain/outcome.ts";
import type { RetryLimits } from "../../domain/retry.ts";
import {
  isEnded,
  transition,
  type Transfer,
  type TransferEvent,
  type TransferTarget,
} from "../../domain/transfer.ts";
import type { LogOutbox } from "../log/log-outbox.ts";
import type { Clock } from "../ports/clock.ts";
import type { DebugLog } from "../ports/debug-log.ts";
import type { FileSource } from "../ports/file-source.ts";
import type { LogSink } from "../ports/log-sink.ts";
import type { ObjectStore, RequestTerms } from "../ports/object-store.ts";
import type { StoreChange, TransferStore } from "../ports/transfer-store.ts";
import type { SlotBounds } from "../upload/concurrency/connection-slots.ts";
import type { StallLimits } from "../upload/concurrency/stall-watch.ts";
import type { UploadResources } from "../upload/upload-context.ts";
import { findHold, placeKey, type Hold, type Place } from "./holds.ts";
import type { StateWriter } from "./state-writer.ts";
import type { QueueRow } from "./queue-row.ts";
import { refreshReady, updateRow, type QueueState } from "./queue-state.ts";

/** What may differ from the defaults. */
export interface QueueLimits {
  readonly retry: RetryLimits;
  readonly slots: SlotBounds;
  readonly stall: StallLimits;
  /** For bodies in memory, whatever the number of connections. */
  readonly bufferBytes: number;
}

export interface LocalQueueDeps {
  /** The store that a connection's key leads to, where the bucket is. Asked once a transfer; keeps clients itself. */
  readonly storeFor: (
    target: Pick<TransferTarget, "connection" | "bucket">,
    options: RequestTerms,
  ) => Promise<Result<ObjectStore, AppError>>;
  readonly transfers: TransferStore;
  readonly files: FileSource;
  readonly logSinkFor: (address: OutcomeAddress) => LogSink;
  readonly clock: Clock;
  /** True where this process has no time left for more requests than it makes. Default: it has. */
  readonly isProcessBusy?: () => boolean;
  /** Hears how many files were added, or have ended: what that took is garbage now. Default: nobody does. */
  readonly onHandled?: (files: number) => void;
  /** In [0, 1). */
  readonly random: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** user@host, for receipts and the log. */
  readonly sender: string;
  readonly withSha256: boolean;
  /**
   * True where transfers are held, and do not fail, until a person has typed the passphrase or the storage service is
   * back; false for a command, which is to end.
   */
  readonly holdsFiles?: boolean;
  readonly limits?: Partial<QueueLimits>;
  /** Hears of each transition and retry; default nobody. */
  readonly debug?: DebugLog;
}

/** The parts of a queue that its verbs share. */
export interface QueueCore {
  readonly deps: LocalQueueDeps;
  readonly state: QueueState;
  readonly resources: UploadResources;
  /** The same for all files of a place, with what is known of the way there alone. */
  readonly resourcesFor: (place: Place) => UploadResources;
  readonly stateWriter: StateWriter;
  readonly outbox: LogOutbox;
  readonly debug: DebugLog;
  /** Aborted by `stop`, for what runs beside transfers. */
  readonly stopSignal: AbortSignal;
  /** Starts what may start. After whatever makes a row ready, or ends one. */
  readonly schedule: () => void;
  /** Starts those of the rows that may start, however many run: of transfers that will send nothing. */
  readonly startAll: (rows: readonly QueueRow[]) => void;
  /** Notes which batches have ended, or go on again. After whatever ends a transfer, or makes one wait. */
  readonly settle: () => void;
  /** Tells subscribers that there is something new to show. */
  readonly notify: () => void;
}

/** Applies an event to a row: to disk first, then to the screen. */
export const applyEvent = async (
  core: QueueCore,
  row: QueueRow,
  event: TransferEvent,
  also: readonly StoreChange[] = [],
): Promise<Result<void, AppError>> => {
  const before = row.transfer;
  const transfer = transition(before, event);
  if (transfer === before && also.length === 0) return ok(undefined);
  const saved = await core.stateWriter.write([{ type: "save", transfer }, ...also]);
  if (saved.ok) showTransfer(core, row, transfer);
  return saved;
};

/** Rows with what they become. */
export type ChangedRows = readonly (readonly [QueueRow, Transfer])[];

/** Writes down that a transfer is in another state; `before` is null when it is new to this queue. */
export const noteTransfer = (core: QueueCore, before: Transfer | null, after: Transfer): void => {
  if (before?.state.name === after.state.name) return;
  core.debug.write({
    event: "transfer",
    transferId: after.id,
    key: after.target.key,
    from: before?.state.name ?? null,
    to: after.state.name,
    why: "error" in after.state ? after.state.error : null,
  });
};

/** Shows them, and only then lets the queue start what may: none of them may because of another one. */
export const showTransfers = (
  core: QueueCore,
  changed: ChangedRows,
  also?: (row: QueueRow) => void,
): void => {
  for (const [row, transfer] of changed) {
    noteTransfer(core, row.transfer, transfer);
    updateRow(core.state, row, (each) => {
      each.transfer = transfer;
      also?.(each);
    });
  }
  core.settle();
  core.schedule();
  core.notify();
};

/** Shows what is on disk already; `also` changes the row with it. */
export const showTransfer = (
  core: QueueCore,
  row: QueueRow,
  transfer: Transfer,
  also?: (row: QueueRow) => void,
): void => showTransfers(core, [[row, transfer]], also);

/** What stopped the whole queue; it stays until somebody resumes or retries. */
export const stopQueue = (core: QueueCore, error: AppError): void => {
  core.state.trouble = error;
  core.debug.write({ event: "queue", is: "stopped by an error", why: error });
  for (const row of core.state.active) row.running?.controller.abort();
  core.schedule();
  core.notify();
};

/** What keeps some of the files; it stays until somebody resumes or retries them, or the storage service is back. */
export const holdFiles = (core: QueueCore, hold: Hold): void => {
  const { state } = core;
  state.holds.set(placeKey(hold.connection, hold.bucket), hold);
  core.debug.write({ event: "queue", is: "stopped by an error", why: hold.error });
  refreshReady(state);
  for (const row of state.active)
    if (findHold(state.holds, row.terms)) row.running?.controller.abort();
  core.schedule();
  core.notify();
};

/** Ends the holds that are meant; to be followed by `schedule`. */
export const releaseHolds = (
  { state }: Pick<QueueCore, "state">,
  isMeant: (hold: Hold) => boolean,
): void => {
  const ended = [...state.holds].filter(([, hold]) => isMeant(hold));
  for (const [key] of ended) state.holds.delete(key);
  if (ended.length > 0) refreshReady(state);
};

/** Ends what holds these files, or all. To be followed by `schedule`. */
export const releaseHoldsOf = (
  core: Pick<QueueCore, "state">,
  which: readonly QueueRow[] | "all",
): void => {
  const { state } = core;
  const meant = which === "all" ? null : which.map(({ terms }) => findHold(state.holds, terms));
  releaseHolds(core, (hold) => meant === null || meant.includes(hold));
};

/** What may still be sent: by itself, or when a person resumes or retries it. */
const needsSending = ({ stateName: name }: QueueRow): boolean =>
  name === "failed" || !isEnded({ name });

/** Ends what holds no file any more: nobody has to act for it, and the next file that goes there finds out anew. */
export const releaseUnneededHolds = (core: Pick<QueueCore, "state">): void => {
  const { holds, rows } = core.state;
  if (holds.size === 0) return;
  const needed = new Set<Hold | null>();
  for (const row of rows.values()) if (needsSending(row)) needed.add(findHold(holds, row.terms));
  releaseHolds(core, (hold) => !needed.has(hold));
};

/** Whatever has stopped these files, or all, is over: somebody says so. To be followed by `schedule`. */
export const endStops = (
  core: Pick<QueueCore, "state">,
  which: readonly QueueRow[] | "all",
): void => {
  core.state.trouble = null;
  releaseHoldsOf(core, which);
};
