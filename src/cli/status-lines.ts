import { joinTexts } from "../domain/non-empty.ts";
import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatPercent } from "../domain/format.ts";
import type { Transfer } from "../domain/transfer.ts";
import type { HoldView, QueueSnapshot, TransferView } from "../services/ports/transfer-view.ts";
import { errorLine } from "../words/errors/error-words.ts";
import { queueWords } from "../words/queue.ts";
import { statusWords } from "../words/commands/status.ts";

/** Who carries the queue on. */
export interface StatusDaemon {
  readonly pid: number;
  readonly version: string;
}

const progressOf = (row: TransferView): string => {
  if (row.error) return errorLine(row.error);
  if (row.isVerifying) return queueWords.verifying;
  if (row.retry) return queueWords.retrying(row.retry);
  if (row.state === "delivered") {
    return row.sha256 === null ? "" : queueWords.sha256(row.sha256);
  }
  return `${formatPercent(row.ackedBytes, row.sizeBytes)} of ${formatBytes(row.sizeBytes)}`;
};

const rowLine = (row: TransferView, snapshot: QueueSnapshot): string => {
  const to = `${row.target.bucket}/${row.target.key}`;
  const cells = [
    queueWords.stateOf(row.state, { trouble: row.heldBy ?? snapshot.trouble }).padEnd(9),
    displayName(to),
    progressOf(row),
  ];
  return joinTexts(cells, "  ");
};

/** Of what is going on so much is shown without `--all`: a screen. */
const maxRowsGoingOn = 20;

const hasEnded: ReadonlySet<TransferView["state"]> = new Set(["delivered", "skipped", "cancelled"]);

/** Rows that upload, wait or failed, as far as they fit, and how many more there are. */
const goingOn = ({ rows, totals: { files } }: QueueSnapshot) => {
  const shown = rows.filter(({ state }) => !hasEnded.has(state)).slice(0, maxRowsGoingOn);
  const all = files.waiting + files.uploading + files.paused + files.failed;
  return { rows: shown, more: Math.max(0, all - shown.length) };
};

/**
 * A running queue for people: the totals, one line a file, and what is in its way. Without `isAll` only files that are
 * not delivered yet.
 */
export const statusLines = (snapshot: QueueSnapshot, isAll: boolean): readonly string[] => {
  const { trouble, holds = [], log, clockSkewMinutes } = snapshot;
  const pace = queueWords.pace(snapshot);
  const { rows, more } = isAll ? { rows: snapshot.rows, more: 0 } : goingOn(snapshot);
  const ended = queueWords.ended(snapshot);
  return [
    joinTexts([queueWords.heading(snapshot), pace], " · "),
    ...rows.map((row) => rowLine(row, snapshot)),
    ...(more > 0 ? [statusWords.more(more)] : []),
    ...(isAll || ended === "" ? [] : [ended]),
    ...(trouble ? [errorLine(trouble)] : holds.map(queueWords.hold)),
    ...(clockSkewMinutes === undefined ? [] : [queueWords.clockOff(clockSkewMinutes)]),
    ...(log.trouble ? [queueWords.logTrouble(log)] : []),
    ...(log.waiting > 0 ? [queueWords.logWaiting(log.waiting)] : []),
    ...(log.refused === undefined ? [] : [queueWords.logRefused(log.refused)]),
  ];
};

/** What the state database says where no daemon can be asked. */
export interface StoredUploads {
  /** Left by earlier runs. */
  readonly unfinished: number;
  /** In the hands of another process: an app without a daemon, or an `upload`. */
  readonly elsewhere: number;
  /** Messages that the log server has not taken yet. */
  readonly logWaiting: number;
  /** Messages that the log server will not take. */
  readonly logRefused: number;
  /** All of them, in queue order. */
  readonly transfers: readonly Transfer[];
}

const transferLine = ({ state, target, fingerprint }: Transfer): string =>
  joinTexts(
    [
      queueWords.state[state.name].padEnd(9),
      displayName(`${target.bucket}/${target.key}`),
      formatBytes(fingerprint.sizeBytes),
    ],
    "  ",
  );

/** What to say when no daemon runs. */
export const idleLines = (stored: StoredUploads, isAll: boolean): readonly string[] => [
  idleLine(stored),
  ...(isAll ? stored.transfers.map(transferLine) : []),
  ...(stored.logWaiting > 0 ? [queueWords.logWaiting(stored.logWaiting)] : []),
  ...(stored.logRefused > 0 ? [queueWords.logRefused(stored.logRefused)] : []),
];

const idleLine = ({ unfinished, elsewhere }: StoredUploads): string => {
  const now = elsewhere === 0 ? statusWords.idle : statusWords.elsewhere(elsewhere);
  return unfinished === 0 ? now : `${now} ${statusWords.unfinished(unfinished)}`;
};

const toSeconds = (ms: number | undefined): number | null =>
  ms === undefined ? null : Math.ceil(ms / 1000);

const holdEvent = ({ error, connection, bucket, nextTryInMs }: HoldView) => ({
  connection,
  bucket,
  error: error.code,
  secondsToNextTry: toSeconds(nextTryInMs),
});

/** A running queue for scripts: one object a transfer, then the whole. No secret is in it. */
export const statusEvents = (snapshot: QueueSnapshot, worker: StatusDaemon | null) => [
  ...snapshot.rows.map((row) => ({
    event: "transfer",
    state: row.state,
    path: row.path,
    bucket: row.target.bucket,
    key: row.target.key,
    bytes: row.sizeBytes,
    ackedBytes: row.ackedBytes,
    partsDone: row.partsDone,
    partsTotal: row.partsTotal,
    sha256: row.sha256,
    verified: row.verified,
    error: row.error?.code ?? null,
    ...(row.heldBy && { heldBy: row.heldBy.code }),
    receiptId: row.receiptId,
  })),
  {
    event: "status",
    worker,
    files: snapshot.totals.files,
    bytes: snapshot.totals.totalBytes,
    ackedBytes: snapshot.totals.ackedBytes,
    bytesPerSecond: snapshot.totals.rateBytesPerSecond,
    secondsLeft: snapshot.totals.secondsLeft,
    limitBytesPerSecond: snapshot.limitBytesPerSecond,
    logWaiting: snapshot.log.waiting,
    logRefused: snapshot.log.refused ?? 0,
    logTrouble: snapshot.log.trouble?.code ?? null,
    trouble: snapshot.trouble?.code ?? null,
    secondsToNextTry: toSeconds(snapshot.nextTryInMs),
    ...(snapshot.holds !== undefined && { holds: snapshot.holds.map(holdEvent) }),
  },
];

/** For scripts when no daemon runs. */
export const idleEvent = ({ unfinished, elsewhere, logWaiting, logRefused }: StoredUploads) => ({
  event: "status",
  worker: null,
  unfinished: unfinished,
  elsewhere,
  logWaiting,
  logRefused,
});
