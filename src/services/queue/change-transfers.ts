import { isMendedByKeys } from "../../domain/error-kinds.ts";
import type { AppErrorCode } from "../../domain/errors.ts";
import {
  isEnded,
  transition,
  type ConflictPolicy,
  type Transfer,
  type TransferEvent,
} from "../../domain/transfer.ts";
import { lacksPassphrase } from "../../domain/retry.ts";
import type { StoreChange } from "../ports/transfer-store.ts";
import { claim } from "./claim-transfer.ts";
import { dropEmptyBatches } from "./open-batches.ts";
import {
  endStops,
  releaseHolds,
  releaseHoldsOf,
  releaseUnneededHolds,
  showTransfers,
  stopQueue,
  type ChangedRows,
  type QueueCore,
} from "./queue-core.ts";
import type { QueueRow } from "./queue-row.ts";
import { putFirst, removeRow, shownState } from "./queue-state.ts";
import type { TransferSelection } from "../ports/transfer-view.ts";

/** The rows that a command is for; ids of earlier runs are taken into the queue. */
const select = (core: QueueCore, which: TransferSelection): readonly QueueRow[] => {
  const { state, deps } = core;
  if (which === "all") return [...state.rows.values()];
  const unknown = which.filter((id) => !state.rows.has(id));
  const stored = unknown.flatMap((id) => {
    const found = deps.transfers.find(id);
    return found.ok && found.value ? [found.value] : [];
  });
  const claimed = claim(core, stored);
  if (!claimed.ok) stopQueue(core, claimed.error);
  return which.flatMap((id) => state.rows.get(id) ?? []);
};

const isOwn = ({ owner }: QueueRow): boolean => owner.is === "this process";

const transfersOf = (rows: readonly QueueRow[]): readonly Transfer[] =>
  rows.map(({ transfer }) => transfer);

/** Rows that the event means something to, with what they become. */
const changedBy = (rows: readonly QueueRow[], event: TransferEvent): ChangedRows =>
  rows.flatMap((row) => {
    const before = row.transfer;
    const transfer = transition(before, event);
    return transfer === before ? [] : [[row, transfer] as const];
  });

/** Writes many changed transfers at once, then shows them. */
const saveAll = async (
  core: QueueCore,
  changed: ChangedRows,
  also: readonly StoreChange[] = [],
): Promise<void> => {
  if (changed.length === 0) return;
  const saves = changed.map(([, transfer]) => ({ type: "save", transfer }) as const);
  const saved = await core.stateWriter.write([...saves, ...also]);
  if (!saved.ok) return stopQueue(core, saved.error);
  showTransfers(core, changed);
};

/** Stops what runs and gives the rest its new state at once; resolves when all have it. */
const stopWith = async (
  core: QueueCore,
  which: TransferSelection,
  event: TransferEvent,
): Promise<void> => {
  const rows = select(core, which);
  const running = rows.flatMap((row) => row.running ?? []);
  for (const each of running) {
    each.afterStop = event;
    each.controller.abort();
  }
  const waiting = rows.filter((row) => row.running === null && isOwn(row));
  const changed = changedBy(waiting, event);
  // Shown before it is written: meanwhile none of them may start.
  showTransfers(core, changed);
  await saveAll(core, changed);
  await Promise.all(running.map(({ ended }) => ended));
};

/** Pauses what waits or runs. */
export const pauseTransfers = (core: QueueCore, which: TransferSelection): Promise<void> =>
  stopWith(core, which, { type: "paused" });

/** Ends what has not ended. Its parts stay at the store, and its record here. */
export const cancelTransfers = async (core: QueueCore, which: TransferSelection): Promise<void> => {
  const event: TransferEvent = { type: "cancelled", atMs: core.deps.clock.nowMs() };
  // A failed one is nobody's since it ended.
  const others = select(core, which).filter((row) => !isOwn(row));
  const claimed = claim(core, transfersOf(changedBy(others, event).map(([row]) => row)));
  if (!claimed.ok) stopQueue(core, claimed.error);
  await stopWith(core, which, event);
  releaseUnneededHolds(core);
  core.schedule();
  core.notify();
};

/** Lets paused ones wait for their turn again, and the queue go on after trouble. */
export const resumeTransfers = async (core: QueueCore, which: TransferSelection): Promise<void> => {
  // What selecting meets is a trouble of its own.
  core.state.trouble = null;
  const rows = select(core, which).filter(isOwn);
  releaseHoldsOf(core, which === "all" ? "all" : rows);
  await saveAll(core, changedBy(rows, { type: "resumed" }));
  core.schedule();
  core.notify();
};

/** After these the parts at the store are of no use any more. */
const losesParts: Readonly<Partial<Record<AppErrorCode, true>>> = {
  FileChanged: true,
  UploadExpired: true,
  ChecksumMismatch: true,
};

const isLost = ({ state }: Transfer): boolean =>
  state.name === "failed" && losesParts[state.error.code] === true;

/** Nothing more happens to it here unless a person asks. */
const isOver = (row: QueueRow): boolean =>
  isEnded({ name: row.stateName }) || row.owner.is === "another process";

/**
 * Lets failed, skipped and cancelled ones wait again, from zero where their parts are of no use. What has stopped the
 * queue or holds them is the caller's to end.
 */
export const retryRows = async (
  core: QueueCore,
  rows: readonly QueueRow[],
  conflict: ConflictPolicy | undefined,
): Promise<void> => {
  const changed: (readonly [QueueRow, Transfer])[] = [];
  const also: StoreChange[] = [];
  const claimed = claim(core, transfersOf(rows.filter(isOver)));
  if (!claimed.ok) return stopQueue(core, claimed.error);
  for (const row of claimed.value) {
    const before = row.transfer;
    const kept = isLost(before) ? transition(before, { type: "multipartDiscarded" }) : before;
    if (kept !== before) also.push({ type: "deleteParts", transferId: before.id });
    const transfer = transition(kept, { type: "retried" });
    if (transfer !== kept) changed.push([row, conflict ? { ...transfer, conflict } : transfer]);
  }
  await saveAll(core, changed, also);
  core.schedule();
  core.notify();
};

/** See LocalQueue.secretsUnlocked. */
export const resumeUnlocked = (core: QueueCore): void => {
  if (!lacksPassphrase(core.state.trouble)) return;
  core.state.trouble = null;
  core.schedule();
  core.notify();
};

const canBeFirst = (row: QueueRow): boolean =>
  isOwn(row) && row.running === null && !isEnded({ name: row.stateName });

/** See LocalQueue.sendFirst. */
export const sendFirst = async (core: QueueCore, ids: readonly string[]): Promise<void> => {
  const { state, deps } = core;
  // The first of them is to be the very first: it is put there last.
  const rows = select(core, ids).filter(canBeFirst).toReversed();
  const changed = rows.map((row) => {
    putFirst(state, row);
    // A clock that was set back changes no order.
    state.lastSentFirstAtMs = Math.max(state.lastSentFirstAtMs + 1, deps.clock.nowMs());
    const transfer = transition(row.transfer, { type: "resumed" });
    return [row, { ...transfer, sentFirstAtMs: state.lastSentFirstAtMs }] as const;
  });
  const saves = changed.map(([, transfer]) => ({ type: "save", transfer }) as const);
  const written = core.stateWriter.write(saves);
  // Shown while it is written: what starts meanwhile starts as it is now, and is written behind it.
  showTransfers(core, changed);
  const saved = await written;
  if (!saved.ok) stopQueue(core, saved.error);
};

/** Makes the requests now that wait to be made again. */
const tryNow = ({ deps }: QueueCore, rows: readonly QueueRow[]): void => {
  const nowMs = deps.clock.monotonicMs();
  for (const running of rows.flatMap((row) => row.running ?? [])) {
    for (const each of running.retries) each.tryNow?.();
    running.retries = [];
    if (running.retry) running.retry = { ...running.retry, untilMs: nowMs };
  }
};

/** See LocalQueue.retry. */
export const retryTransfers = async (
  core: QueueCore,
  which: TransferSelection,
  conflict: ConflictPolicy | undefined,
): Promise<void> => {
  const rows = select(core, which);
  // Trouble is told before the end of the one that met it is on disk: that one is meant, too.
  const result = rows.flatMap(({ running }) => running ?? []);
  const stopped = result.filter(({ controller }) => controller.signal.aborted);
  await Promise.all(stopped.map(({ ended }) => ended));
  // What a person has stopped, or left out, is nobody's failure: it is sent only when it is named.
  const isMeant = (row: QueueRow) => which !== "all" || shownState(row) === "failed";
  endStops(core, which === "all" ? "all" : rows);
  tryNow(core, rows);
  return retryRows(core, rows.filter(isMeant), conflict);
};

/** See UploadQueue.keysChanged. What failed for another reason stays as it is. */
export const retryWithNewKeys = async (core: QueueCore, connection: string): Promise<void> => {
  const isMeant = (row: QueueRow): boolean => {
    if (row.stateName !== "failed" || row.terms.connection !== connection) return false;
    const { state } = row.transfer;
    return state.name === "failed" && isMendedByKeys(state.error.code);
  };
  const rows = [...core.state.rows.values()].filter(isMeant);
  // A new address may come with new keys.
  releaseHolds(core, (hold) => hold.connection === connection);
  return retryRows(core, rows, undefined);
};

/** Takes ended ones off the screen, here and in later runs. */
export const dismissTransfers = (core: QueueCore, which: TransferSelection): void => {
  // From the end of the lists: taking rows out there costs nothing.
  const ended = select(core, which)
    .filter((row) => isOver(row) && row.running === null)
    .toSorted((a, b) => b.rank - a.rank);
  // Whoever works on it still has to show how it ends.
  const ours = ended.filter(({ owner }) => owner.is !== "another process");
  const dismissed = core.deps.transfers.dismiss(ours.map(({ id }) => id));
  if (!dismissed.ok) return stopQueue(core, dismissed.error);
  for (const row of ended) removeRow(core.state, row);
  dropEmptyBatches(core);
  releaseUnneededHolds(core);
  core.schedule();
  core.notify();
};
