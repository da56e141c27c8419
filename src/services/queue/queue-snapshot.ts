import type { AppError } from "../../domain/errors.ts";
import { rateBytesPerSecond, rateWindowMs, secondsLeft } from "../../domain/progress.ts";
import type { LogOutboxState } from "../log/log-outbox.ts";
import { rowCount, rowWindow, shownState, type QueueRow, type QueueState } from "./queue-state.ts";
import type {
  QueueSnapshot,
  QueueTotals,
  QueueWindow,
  TransferView,
} from "../ports/transfer-view.ts";

/** Only whole parts count, and on a slow line one takes a while: until then the speed of the last seconds holds. */
const stallShownMs = rateWindowMs;

/** Why a row needs a person; null when it does not. */
const shownError = ({ transfer, owner }: QueueRow): AppError | null => {
  if (owner.is === "another process")
    return { code: "TransferBusy", path: transfer.path, pid: owner.pid };
  return "error" in transfer.state ? transfer.state.error : null;
};

const toView = (row: QueueRow, nowMs: number): TransferView => {
  const { transfer, running } = row;
  const { state, target, path, id, fingerprint } = transfer;
  const retry = running?.retry ?? null;
  return {
    id,
    path,
    target,
    state: shownState(row),
    sizeBytes: fingerprint.sizeBytes,
    ackedBytes: row.ackedBytes,
    partsDone: row.partsDone,
    partsTotal: row.partsTotal,
    rateBytesPerSecond: running ? rateBytesPerSecond(running.rate, nowMs) : null,
    isVerifying: running?.isVerifying ?? false,
    retry: retry && {
      attempt: retry.attempt,
      inMs: Math.max(0, Math.round(retry.untilMs - nowMs)),
      error: retry.error,
    },
    resumedFromPart: row.resumedFromPart,
    ...(row.restart && { restart: row.restart }),
    error: shownError(row),
    receiptId: state.name === "delivered" ? state.receiptId : null,
    sha256: row.sha256,
    verified: row.verified,
  };
};

const toTotals = (state: QueueState, nowMs: number): QueueTotals => {
  const rate = rateBytesPerSecond(state.rate, nowMs);
  const isMoving = state.files.uploading > 0;
  const stalledMs = nowMs - state.movedMs;
  return {
    files: { ...state.files },
    totalBytes: state.totalBytes,
    ackedBytes: state.ackedBytes,
    rateBytesPerSecond: isMoving ? rate : null,
    secondsLeft: isMoving ? secondsLeft(rate, state.totalBytes - state.ackedBytes) : null,
    stalledForMs: isMoving && stalledMs >= stallShownMs ? Math.round(stalledMs) : null,
  };
};

/** What a screen is shown: the sums, and the rows of its window. Plain data, JSON all through. */
export const takeSnapshot = (
  state: QueueState,
  window: QueueWindow,
  nowMs: number,
  limitBytesPerSecond: number | null,
  log: LogOutboxState,
): QueueSnapshot => ({
  totals: toTotals(state, nowMs),
  rows: rowWindow(state, window.from, window.count).map((row) => toView(row, nowMs)),
  from: window.from,
  rowCount: rowCount(state),
  limitBytesPerSecond,
  log: {
    waiting: log.waiting,
    trouble: log.trouble,
    ...(log.refused > 0 && { refused: log.refused }),
  },
  trouble: state.trouble,
  ...(state.clockSkewMinutes !== 0 && { clockSkewMinutes: state.clockSkewMinutes }),
});
