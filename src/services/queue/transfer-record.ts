import type { RetryNotice, TransferRecord } from "../upload/upload-context.ts";
import { applyEvent, type QueueCore } from "./queue-core.ts";
import { batchOf, updateRow, type QueueRow, type Running } from "./queue-state.ts";
import { addSpeed, type Bytes } from "./tally.ts";

const addTo = (bytes: Bytes, { ackedBytes = 0, onWayBytes = 0, fillBytes = 0 }: Partial<Bytes>) => {
  bytes.ackedBytes += ackedBytes;
  bytes.onWayBytes += onWayBytes;
  bytes.fillBytes += fillBytes;
};

const addBytes = ({ state }: QueueCore, row: QueueRow, more: Partial<Bytes>): void => {
  addTo(row, more);
  addTo(state, more);
  const batch = batchOf(state, row);
  if (batch) addTo(batch.tally, more);
};

const setAcked = (core: QueueCore, row: QueueRow, bytes: number): void =>
  addBytes(core, row, { ackedBytes: bytes - row.ackedBytes });

/** Bytes that got through since `fromMs`, for the speed of the row and of all that it belongs to. */
const noteSpeed = (core: QueueCore, row: QueueRow, bytes: number, fromMs: number): void => {
  const nowMs = core.deps.clock.monotonicMs();
  addSpeed(core.state, bytes, fromMs, nowMs);
  const batch = batchOf(core.state, row);
  if (batch) addSpeed(batch.tally, bytes, fromMs, nowMs);
  if (row.running) addSpeed(row.running, bytes, fromMs, nowMs);
};

const noteRetry = ({ deps, debug }: QueueCore, row: QueueRow, notice: RetryNotice): void => {
  const { attempt, untilMs, error: why } = notice;
  const waitMs = Math.max(0, Math.round(untilMs - deps.clock.monotonicMs()));
  debug.write({ event: "retry", transferId: row.transfer.id, attempt, waitMs, why });
};

const noteWait = (running: Running, notice: RetryNotice | null, nowMs: number): void => {
  running.retry = notice;
  if (notice)
    running.retries = [...running.retries.filter(({ untilMs }) => untilMs > nowMs), notice];
};

/** Its next attempt is under way. */
const endWait = ({ deps }: QueueCore, { running }: QueueRow): void => {
  if (running?.retry && running.retry.untilMs <= deps.clock.monotonicMs()) running.retry = null;
};

/** The memory of one running transfer: its row on the screen and its record on disk. */
export const createTransferRecord = (core: QueueCore, row: QueueRow): TransferRecord => {
  const { deps, state, stateWriter } = core;
  return {
    get transfer() {
      return row.transfer;
    },
    change: (event) => applyEvent(core, row, event),
    startOver: async (why) => {
      const transferId = row.transfer.id;
      const saved = await applyEvent(core, row, { type: "multipartDiscarded" }, [
        { type: "deleteParts", transferId },
      ]);
      if (!saved.ok) return saved;
      updateRow(state, row, (each) => {
        Object.assign(each, { ackedBytes: 0, partsDone: 0, resumedFromPart: null });
        each.restart = why;
        if (each.running) each.running.isVerifying = false;
      });
      return saved;
    },
    parts: () => deps.transfers.parts(row.transfer.id),
    addPart: (part) =>
      stateWriter.write([{ type: "recordPart", transferId: row.transfer.id, part }]),
    onWay: ({ bytes, fillBytes, fromMs }) => {
      addBytes(core, row, { onWayBytes: bytes, fillBytes });
      if (bytes <= 0) return;
      noteSpeed(core, row, bytes - fillBytes, fromMs);
      endWait(core, row);
      core.notify();
    },
    acked: (bytes, fromMs, countedBytes = 0) => {
      addBytes(core, row, { ackedBytes: bytes });
      if (row.partsTotal > 0) row.partsDone += 1;
      noteSpeed(core, row, Math.max(0, bytes - countedBytes), fromMs);
      endWait(core, row);
      // An answer may have brought room for one more.
      core.schedule();
      core.notify();
    },
    planned: (partsTotal, done) => {
      setAcked(
        core,
        row,
        done.reduce((checksum, part) => checksum + part.sizeBytes, 0),
      );
      row.partsTotal = partsTotal;
      row.partsDone = done.length;
      // Parts arrive in any order, so that it is their number that says how far it got.
      row.resumedFromPart = done.length === 0 ? null : Math.min(done.length + 1, partsTotal);
      core.notify();
    },
    retrying: (notice) => {
      if (notice) noteRetry(core, row, notice);
      if (row.running) noteWait(row.running, notice, deps.clock.monotonicMs());
      core.notify();
    },
    verifying: () => {
      if (row.running) row.running.isVerifying = true;
      core.notify();
    },
  };
};
