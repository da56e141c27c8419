import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { RetryLimits } from "../../domain/retry.ts";
import { transition, type Transfer, type TransferEvent } from "../../domain/transfer.ts";
import type { LogOutbox } from "../log/log-outbox.ts";
import type { Clock } from "../ports/clock.ts";
import type { FileSource } from "../ports/file-source.ts";
import type { LogSink } from "../ports/log-sink.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import type { StoreChange, TransferStore } from "../ports/transfer-store.ts";
import type { SlotBounds } from "../upload/concurrency/connection-slots.ts";
import type { StallLimits } from "../upload/concurrency/stall-watch.ts";
import type { UploadMeans } from "../upload/upload-context.ts";
import type { Journal } from "./journal.ts";
import { updateRow, type QueueRow, type QueueState } from "./queue-state.ts";

/** What may differ from the defaults. */
export interface QueueLimits {
  readonly retry: RetryLimits;
  readonly slots: SlotBounds;
  readonly stall: StallLimits;
  /** For bodies in memory, whatever the number of connections. */
  readonly bufferBytes: number;
}

export interface UploadQueueDeps {
  /** The store that a connection's key leads to. Asked once a transfer; keeps clients itself. */
  readonly storeFor: (connectionName: string) => Promise<Result<ObjectStore, AppError>>;
  readonly transfers: TransferStore;
  readonly files: FileSource;
  /** `createNullLogSink()` when no log server is known. */
  readonly logSink: LogSink;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** user@host, for receipts and the log. */
  readonly sender: string;
  readonly withSha256: boolean;
  readonly limits?: Partial<QueueLimits>;
}

/** The parts of a queue that its verbs share. */
export interface QueueCore {
  readonly deps: UploadQueueDeps;
  readonly state: QueueState;
  readonly means: UploadMeans;
  readonly journal: Journal;
  readonly outbox: LogOutbox;
  /** Aborted by `stop`, for what runs beside transfers. */
  readonly stopSignal: AbortSignal;
  /** Tells subscribers, and looks whether there is something to start. */
  readonly changed: () => void;
  /** Set by `start`, unset by `stop`. */
  isOpen: boolean;
}

/** Applies an event to a row: to disk first, then to the screen. */
export const applyEvent = async (
  core: QueueCore,
  row: QueueRow,
  event: TransferEvent,
  also: readonly StoreChange[] = [],
): Promise<Result<void, AppError>> => {
  const transfer = transition(row.transfer, event);
  if (transfer === row.transfer && also.length === 0) return ok(undefined);
  const saved = await core.journal.write([{ type: "save", transfer }, ...also]);
  if (saved.ok) showTransfer(core, row, transfer);
  return saved;
};

/** Rows with what they become. */
export type ChangedRows = readonly (readonly [QueueRow, Transfer])[];

/** Shows them, and only then lets the queue look for what may start: none of them may because of another one. */
export const showTransfers = (core: QueueCore, changed: ChangedRows): void => {
  for (const [row, transfer] of changed) {
    updateRow(core.state, row, (each) => {
      each.transfer = transfer;
    });
  }
  core.changed();
};

/** Shows what is on disk already. */
export const showTransfer = (core: QueueCore, row: QueueRow, transfer: Transfer): void =>
  showTransfers(core, [[row, transfer]]);

/** What stopped the whole queue; it stays until somebody resumes or retries. */
export const stopForTrouble = (core: QueueCore, error: AppError): void => {
  core.state.trouble = error;
  for (const row of core.state.rows.values()) row.running?.controller.abort();
  core.changed();
};
