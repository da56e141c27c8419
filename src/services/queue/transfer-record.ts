import { withDelivery } from "../../domain/progress.ts";
import type { RetryNotice, TransferRecord } from "../upload/upload-context.ts";
import { applyEvent, type QueueCore } from "./queue-core.ts";
import { updateRow, type QueueRow } from "./queue-state.ts";

const setAcked = (core: QueueCore, row: QueueRow, bytes: number): void => {
  core.state.ackedBytes += bytes - row.ackedBytes;
  row.ackedBytes = bytes;
};

const noteRetry = ({ deps, debug }: QueueCore, row: QueueRow, notice: RetryNotice): void => {
  const { attempt, untilMs, error: why } = notice;
  const waitMs = Math.max(0, Math.round(untilMs - deps.clock.monotonicMs()));
  debug.write({ event: "retry", transferId: row.transfer.id, attempt, waitMs, why });
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
    acked: (bytes, fromMs) => {
      const nowMs = deps.clock.monotonicMs();
      setAcked(core, row, row.ackedBytes + bytes);
      if (row.partsTotal > 0) row.partsDone += 1;
      state.rate = withDelivery(state.rate, bytes, fromMs, nowMs);
      state.movedMs = nowMs;
      const { running } = row;
      if (running) {
        running.rate = withDelivery(running.rate, bytes, fromMs, nowMs);
        if (running.retry && running.retry.untilMs <= nowMs) running.retry = null;
      }
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
      if (row.running) row.running.retry = notice;
      core.notify();
    },
    verifying: () => {
      if (row.running) row.running.isVerifying = true;
      core.notify();
    },
  };
};
