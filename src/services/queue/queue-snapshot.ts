import type { AppError } from "../../domain/errors.ts";
import {
  isBarelyMeasured,
  paceOf,
  rateBytesPerSecond,
  rateWindowMs,
  secondsLeft,
} from "../../domain/progress.ts";
import type { LogOutboxState } from "../log/log-outbox.ts";
import { commonFolder, openFiles } from "../../domain/batch.ts";
import { findHold, type Hold, type Holds } from "./holds.ts";
import type { BatchRow } from "./batch-row.ts";
import { bytesLeft, sentBytes, type Tally } from "./tally.ts";
import type { QueueRow } from "./queue-row.ts";
import { rowCount, rowWindow, shownState, type QueueState } from "./queue-state.ts";
import type {
  BatchView,
  HoldView,
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

const heldBy = (row: QueueRow, holds: Holds): AppError | null =>
  shownState(row) === "waiting" ? (findHold(holds, row.terms)?.error ?? null) : null;

const toView = (row: QueueRow, holds: Holds, nowMs: number): TransferView => {
  const { transfer, running, progress } = row;
  const { state, target, path, id, fingerprint } = transfer;
  const retry = running?.retry ?? null;
  const held = heldBy(row, holds);
  return {
    id,
    path,
    target,
    state: shownState(row),
    sizeBytes: fingerprint.sizeBytes,
    ackedBytes: progress.ackedBytes,
    sentBytes: sentBytes(progress, fingerprint.sizeBytes),
    partsDone: progress.partsDone,
    partsTotal: progress.partsTotal,
    rateBytesPerSecond: running ? rateBytesPerSecond(running.rate, nowMs) : null,
    isVerifying: running?.isVerifying ?? false,
    retry: retry && {
      attempt: retry.attempt,
      inMs: Math.max(0, Math.round(retry.untilMs - nowMs)),
      error: retry.error,
    },
    resumedFromPart: progress.resumedFromPart,
    ...(progress.restart && { restart: progress.restart }),
    error: shownError(row),
    ...(held && { heldBy: held }),
    receiptId: state.name === "delivered" ? state.receiptId : null,
    sha256: progress.sha256,
    verified: progress.verified,
    ...(transfer.batchId !== undefined && { batchId: transfer.batchId }),
  };
};

/** Where all that runs waits to be tried again, it is said so soon that nothing moves. */
const allRetryingShownMs = 3_000;

/** True where nothing is on its way, and all that runs waits for its next attempt: what was is no speed of now. */
const isAllRetrying = (tally: Tally, running: readonly QueueRow[]): boolean =>
  tally.onWayBytes === 0 &&
  running.length > 0 &&
  running.every((row) => (row.running?.retry ?? null) !== null);

const speedOf = (tally: Tally, running: readonly QueueRow[], nowMs: number) => {
  const { files, fillBytes, rate, totalBytes } = tally;
  const isMoving =
    files.uploading > 0 && !isBarelyMeasured(rate, fillBytes) && !isAllRetrying(tally, running);
  const pace = isMoving ? paceOf(rate, nowMs) : null;
  return {
    rateBytesPerSecond: pace?.bytesPerSecond ?? null,
    secondsLeft: secondsLeft(pace, {
      leftBytes: bytesLeft(tally, totalBytes),
      unsentBytes: totalBytes - sentBytes(tally, totalBytes),
    }),
  };
};

const toTotals = (state: QueueState, nowMs: number): QueueTotals => {
  const isMoving = state.files.uploading > 0;
  const stalledMs = nowMs - state.movedMs;
  const running = [...state.active];
  const shownMs = isAllRetrying(state, running) ? allRetryingShownMs : stallShownMs;
  return {
    files: { ...state.files },
    totalBytes: state.totalBytes,
    ackedBytes: state.ackedBytes,
    sentBytes: sentBytes(state, state.totalBytes),
    ...speedOf(state, running, nowMs),
    stalledForMs: isMoving && stalledMs >= shownMs ? Math.round(stalledMs) : null,
  };
};

const toBatchView = (row: BatchRow, active: QueueState["active"], nowMs: number): BatchView => {
  const { batch, tally, firstKey, lastKey } = row;
  const running = [...active].filter(({ terms }) => terms.batchId === batch.id);
  return {
    ...batch,
    closedAtMs: row.closedAtMs,
    isSeen: row.isSeen,
    files: { ...tally.files },
    totalBytes: tally.totalBytes,
    ackedBytes: tally.ackedBytes,
    sentBytes: sentBytes(tally, tally.totalBytes),
    deliveredBytes: row.deliveredBytes,
    unverifiedFiles: row.unverifiedFiles,
    ...speedOf(tally, running, nowMs),
    bucket: row.bucket,
    folder: row.bucket === null ? "" : commonFolder(firstKey ?? "", lastKey ?? ""),
    connection: row.connection ?? "",
    reports: { ...row.reports },
  };
};

/** A screen has room for a few; those with work are among them, whatever has ended. */
const maxBatches = 50;

/** Those with work first, in the order of queueing; then those that have ended, the newest first. */
const toBatchViews = (state: QueueState, nowMs: number): readonly BatchView[] => {
  const all = [...state.batches.values()];
  const open = all.filter(
    ({ closedAtMs, tally }) => closedAtMs === null && openFiles(tally.files) > 0,
  );
  const ended = all
    .filter(({ closedAtMs }) => closedAtMs !== null)
    .toSorted((a, b) => (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0));
  return [...open, ...ended]
    .slice(0, maxBatches)
    .map((row) => toBatchView(row, state.active, nowMs));
};

const toLogView = ({
  waiting,
  trouble,
  messageTrouble,
  refused,
  inTrouble,
}: LogOutboxState): QueueSnapshot["log"] => {
  const { connection, logUrl } = inTrouble ?? { connection: null, logUrl: null };
  return {
    waiting,
    trouble,
    ...(messageTrouble !== null && { messageTrouble }),
    ...(refused > 0 && { refused }),
    ...(connection !== null && { connection }),
    ...(logUrl !== null && { url: logUrl }),
  };
};

const toHoldView = ({ error, connection, bucket, nextTryAtMs }: Hold, nowMs: number): HoldView => ({
  error,
  connection,
  bucket,
  ...(nextTryAtMs !== null && { nextTryInMs: Math.round(Math.max(0, nextTryAtMs - nowMs)) }),
});

/** The first hold, where nothing goes on beside what is held; null: something does, or nothing is held. */
const holdOfAll = ({ holds, ready, active }: QueueState): Hold | null => {
  const [first = null] = holds.values();
  const isGoingOn =
    ready.small.size + ready.large.size > 0 ||
    [...active].some(({ terms }) => findHold(holds, terms) === null);
  return isGoingOn ? null : first;
};

/** What has stopped the whole queue, whose it is, and when it goes on by itself. */
const troubleOf = (
  state: QueueState,
  nowMs: number,
): Pick<QueueSnapshot, "trouble" | "troubleConnection" | "nextTryInMs"> => {
  const { trouble, metBy } = state;
  if (trouble !== null)
    return { trouble, ...(metBy?.trouble === trouble && { troubleConnection: metBy.connection }) };
  const hold = holdOfAll(state);
  if (hold === null) return { trouble: null };
  const { error, connection, bucket: _, ...when } = toHoldView(hold, nowMs);
  return { trouble: error, troubleConnection: connection, ...when };
};

/** What a screen is shown: the sums, and the rows of its window. Plain data, JSON all through. */
export const takeSnapshot = (
  state: QueueState,
  window: QueueWindow,
  nowMs: number,
  limitBytesPerSecond: number | null,
  log: LogOutboxState,
): QueueSnapshot => {
  const holds = [...state.holds.values()].map((hold) => toHoldView(hold, nowMs));
  return {
    totals: toTotals(state, nowMs),
    rows: rowWindow(state, window.from, window.count).map((row) => toView(row, state.holds, nowMs)),
    from: window.from,
    rowCount: rowCount(state),
    limitBytesPerSecond,
    log: toLogView(log),
    ...troubleOf(state, nowMs),
    ...(holds.length > 0 && { holds }),
    batches: toBatchViews(state, nowMs),
    ...(state.clockSkewMinutes !== 0 && { clockSkewMinutes: state.clockSkewMinutes }),
  };
};
