import { isOwnAffair } from "../../domain/error-kinds.ts";
import type { AppError } from "../../domain/errors.ts";
import { emptyRateWindow } from "../../domain/progress.ts";
import { outcomeAddress, outcomeOfBatch, type Outcome } from "../../domain/outcome.ts";
import type { Receipt } from "../../domain/receipt.ts";
import { isUnreachable, lacksPassphrase } from "../../domain/retry.ts";
import { transition, type Transfer } from "../../domain/transfer.ts";
import { failureOutcome, successOutcome } from "../log/outcome-message.ts";
import type { TransferResult } from "../ports/transfer-store.ts";
import type { DeliveredFile } from "../upload/upload-context.ts";
import { uploadFile } from "../upload/upload-file.ts";
import { awaitNetwork } from "./await-network.ts";
import { claim } from "./claim-transfer.ts";
import { findHold, reachOf } from "./holds.ts";
import { applyEvent, holdFiles, showTransfer, stopQueue, type QueueCore } from "./queue-core.ts";
import { nobody, type QueueRow } from "./queue-row.ts";
import { batchOf, sizeClass, updateRow, type QueueState } from "./queue-state.ts";
import { createTransferRecord } from "./transfer-record.ts";

/** What the receipt of a transfer says beyond its file. */
interface RunFacts {
  /** Monotonic; null where it began in an earlier run. */
  readonly startedMs: number | null;
  readonly clearHost: string | null;
}

/** The log server that was named for the batch of a transfer. */
const namedLog = ({ state }: QueueCore, row: QueueRow): string | null =>
  batchOf(state, row)?.logUrl ?? null;

/** What the log server is told of a transfer belongs to its batch. */
const ofBatch = (outcome: Outcome, core: QueueCore, row: QueueRow): Outcome =>
  outcomeOfBatch(outcome, { batchId: row.transfer.batchId, logUrl: namedLog(core, row) });

const toReceipt = (
  { deps }: QueueCore,
  transfer: Transfer,
  file: DeliveredFile,
  { startedMs, clearHost }: RunFacts,
): Receipt => {
  const endedAtMs = deps.clock.nowMs();
  return {
    id: deps.newId(),
    transferId: transfer.id,
    name: transfer.path.slice(transfer.path.lastIndexOf("/") + 1),
    path: transfer.path,
    ...file,
    ...transfer.target,
    startedAtMs: transfer.startedAtMs ?? endedAtMs,
    endedAtMs,
    ...(startedMs !== null && { durationMs: deps.clock.monotonicMs() - startedMs }),
    ...(clearHost !== null && { clearHost }),
    sender: deps.sender,
  };
};

/** Ends a transfer: its state, its receipt and its outcome in one transaction, then the screen. */
const end = async (core: QueueCore, row: QueueRow, result: TransferResult): Promise<void> => {
  const saved = await core.stateWriter.write([{ type: "end", result }]);
  if (!saved.ok) {
    // Nothing is claimed that is not on disk: the next run finds the object and takes it for its own.
    stopQueue(core, saved.error);
    return;
  }
  const { receipt, outcome } = result;
  const batch = outcome && batchOf(core.state, row);
  if (batch) batch.reports.waiting += 1;
  showTransfer(core, row, result.transfer, (each) => {
    each.owner = nobody;
    if (receipt === null) return;
    const { bytes: ackedBytes, sha256, verified } = receipt;
    const progress = each.awake();
    Object.assign(progress, { ackedBytes, sha256, verified, partsDone: progress.partsTotal });
  });
  if (outcome) core.outbox.wake(outcomeAddress(outcome));
};

/** True when somebody is to be told how a transfer ended. */
const isLogged = (core: QueueCore, row: QueueRow): Promise<boolean> => {
  const { connection } = row.transfer.target;
  return core.deps.logSinkFor({ connection, logUrl: namedLog(core, row) }).isOn();
};

const endDelivered = async (
  core: QueueCore,
  row: QueueRow,
  file: DeliveredFile,
  facts: RunFacts,
): Promise<void> => {
  const receipt = toReceipt(core, row.transfer, file, facts);
  const { endedAtMs: atMs, id: receiptId } = receipt;
  const transfer = transition(row.transfer, { type: "delivered", atMs, receiptId });
  const outcome = (await isLogged(core, row)) ? ofBatch(successOutcome(receipt), core, row) : null;
  return end(core, row, { transfer, receipt, outcome });
};

/** A taken key that is to be left alone is no failure, and nothing for the administrator. */
const endSkipped = (core: QueueCore, row: QueueRow, error: AppError): Promise<void> => {
  const atMs = core.deps.clock.nowMs();
  const transfer = transition(row.transfer, { type: "skipped", atMs, error });
  return end(core, row, { transfer, receipt: null, outcome: null });
};

const endFailed = async (core: QueueCore, row: QueueRow, error: AppError): Promise<void> => {
  const { clock, newId, sender } = core.deps;
  const atMs = clock.nowMs();
  const transfer = transition(row.transfer, { type: "failed", atMs, error });
  const failure = { id: newId(), transfer: row.transfer, error, atMs, sender };
  const isTold = !isOwnAffair(error.code) && (await isLogged(core, row));
  const outcome = isTold ? ofBatch(failureOutcome(failure), core, row) : null;
  return end(core, row, { transfer, receipt: null, outcome });
};

const endWith = async (
  core: QueueCore,
  row: QueueRow,
  error: AppError,
  signal: AbortSignal,
): Promise<void> => {
  // What goes wrong after a stop is no news.
  if (signal.aborted) return;
  const { state } = core;
  const { target } = row.transfer;
  const { connectivity } = core.resourcesFor(target);
  // A store that answers nothing will not answer the next file either.
  if (isUnreachable(error)) connectivity.hasResponded = false;
  const reach = reachOf(error, connectivity.hasResponded);
  // The first one tells; the others of the same moment wait for the same cure.
  if (reach !== null && (state.trouble ?? findHold(state.holds, target)) !== null) return;
  if (reach === "all") {
    state.metBy = { trouble: error, connection: target.connection };
    stopQueue(core, error);
  } else if (reach !== null) {
    const bucket = reach === "bucket" ? target.bucket : null;
    const hold = { error, connection: target.connection, bucket, nextTryAtMs: null };
    holdFiles(core, hold);
    if (isUnreachable(error)) void awaitNetwork(core, row, hold); // ends with the queue, and rejects only for a bug
  }
  // The file is not to blame, and the recipient can do nothing about it: it is held.
  if (core.deps.holdsFiles && (lacksPassphrase(error) || isUnreachable(error))) return;
  const isSkip = error.code === "ObjectExists" && row.transfer.conflict === "skip";
  return isSkip ? endSkipped(core, row, error) : endFailed(core, row, error);
};

/** A file of which nothing has been sent, and whose key a list has just shown to be taken: it need not be looked at. */
const takeTaken = ({ resources }: QueueCore, { transfer }: QueueRow): boolean =>
  transfer.startedAtMs === null &&
  transfer.conflict === "skip" &&
  resources.keys.takeTaken(transfer.target);

const upload = async (core: QueueCore, row: QueueRow, signal: AbortSignal): Promise<void> => {
  const { deps } = core;
  const resources = core.resourcesFor(row.transfer.target);
  const mayHaveSent = row.transfer.startedAtMs !== null;
  const startedMs = mayHaveSent ? null : deps.clock.monotonicMs();
  if (row.owner.is !== "this process") {
    const claimed = claim(core, [row.transfer]);
    if (!claimed.ok) return stopQueue(core, claimed.error);
    if (claimed.value.length === 0) return;
  }
  if (takeTaken(core, row)) {
    const { bucket, key } = row.transfer.target;
    return endSkipped(core, row, { code: "ObjectExists", bucket, key });
  }
  const started = await applyEvent(core, row, { type: "started", atMs: deps.clock.nowMs() });
  if (!started.ok) return stopQueue(core, started.error);
  const store = await deps.storeFor(row.transfer.target, row.transfer.options);
  if (!store.ok) return endWith(core, row, store.error, signal);
  const record = createTransferRecord(core, row);
  const mustBeNew = row.transfer.conflict !== "replace";
  const context = { resources, store: store.value, record, mayHaveSent, mustBeNew, signal };
  const sent = await uploadFile(context);
  if (!sent.ok) return endWith(core, row, sent.error, signal);
  const { clearHost } = store.value;
  return endDelivered(core, row, sent.value, { startedMs, clearHost });
};

/** After a stop: what still counts as uploading waits again. Pause and cancel have written their own state. */
const saveStopped = async (core: QueueCore, row: QueueRow): Promise<void> => {
  if (row.owner.is !== "this process") return;
  const event = row.running?.afterStop ?? { type: "interrupted" };
  const before = row.transfer;
  const transfer = transition(before, event);
  if (transfer === before) return;
  const saved = await core.stateWriter.write([{ type: "save", transfer }]);
  // Without a disk it only waits on the screen; the record says "uploading", which means the same next time.
  showTransfer(core, row, transfer);
  if (!saved.ok) core.state.trouble ??= saved.error;
};

/** Runs one transfer to its end, or until its controller aborts. Never rejects but for bugs. */
const run = async (core: QueueCore, row: QueueRow, signal: AbortSignal): Promise<void> => {
  try {
    await upload(core, row, signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
  await saveStopped(core, row);
};

/** The speed of what went before says nothing of what begins when nothing runs. */
const beginSpeed = (state: QueueState, row: QueueRow, nowMs: number): void => {
  if (state.running.small + state.running.large === 0)
    Object.assign(state, { rate: emptyRateWindow, movedMs: nowMs });
  const batch = batchOf(state, row);
  if (batch && batch.tally.files.uploading === 0)
    Object.assign(batch.tally, { rate: emptyRateWindow, movedMs: nowMs });
};

/** Starts a ready transfer; `onEnd` is called when its place is free again, with what a bug threw, if any. */
export const startTransfer = (
  core: QueueCore,
  row: QueueRow,
  onEnd: (bug: unknown) => void,
): void => {
  const { state } = core;
  const size = sizeClass(row);
  const controller = new AbortController();
  const ended = Promise.withResolvers<void>();
  beginSpeed(state, row, core.deps.clock.monotonicMs());
  state.running[size] += 1;
  state.active.add(row);
  updateRow(state, row, (each) => {
    each.running = {
      controller,
      ended: ended.promise,
      rate: emptyRateWindow,
      movedMs: core.deps.clock.monotonicMs(),
      retry: null,
      retries: [],
      isVerifying: false,
      afterStop: null,
    };
  });
  const finish = (bug: unknown): void => {
    state.running[size] -= 1;
    state.active.delete(row);
    updateRow(state, row, (each) => {
      each.running = null;
    });
    ended.resolve();
    onEnd(bug);
  };
  void run(core, row, controller.signal).then(
    () => finish(null),
    (bug: unknown) => finish(bug),
  ); // both ways are handled
};
