import { joinTexts } from "../domain/non-empty.ts";
import { displayName } from "../domain/display-name.ts";
import { formatBytes, formatPercent } from "../domain/format.ts";
import type { QueueSnapshot, TransferView } from "../services/ports/transfer-view.ts";
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

const rowLine = (row: TransferView): string => {
  const to = `${row.target.bucket}/${row.target.key}`;
  const cells = [queueWords.state[row.state].padEnd(9), displayName(to), progressOf(row)];
  return joinTexts(cells, "  ");
};

/** A running queue for people: the totals, one line a file, and what is in its way. */
export const statusLines = (snapshot: QueueSnapshot): readonly string[] => {
  const { trouble, log, clockSkewMinutes } = snapshot;
  const pace = queueWords.pace(snapshot);
  return [
    joinTexts([queueWords.heading(snapshot), pace], " · "),
    ...snapshot.rows.map(rowLine),
    ...(trouble ? [errorLine(trouble)] : []),
    ...(clockSkewMinutes === undefined ? [] : [queueWords.clockOff(clockSkewMinutes)]),
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
  /** Messages that the log server will not take. */
  readonly logRefused: number;
}

/** What to say when no daemon runs. */
export const idleLines = (stored: StoredUploads): readonly string[] => [
  idleLine(stored),
  ...(stored.logRefused > 0 ? [queueWords.logRefused(stored.logRefused)] : []),
];

const idleLine = ({ unfinished, elsewhere }: StoredUploads): string => {
  const now = elsewhere === 0 ? statusWords.idle : statusWords.elsewhere(elsewhere);
  return unfinished === 0 ? now : `${now} ${statusWords.unfinished(unfinished)}`;
};

/** A running queue for scripts: one object a transfer, then the whole. No secret is in it. */
export const statusEvents = (
  snapshot: QueueSnapshot,
  worker: StatusDaemon | null,
): readonly object[] => [
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
    trouble: snapshot.trouble?.code ?? null,
  },
];

/** For scripts when no daemon runs. */
export const idleEvent = ({ unfinished, elsewhere, logRefused }: StoredUploads): object => ({
  event: "status",
  worker: null,
  unfinished: unfinished,
  elsewhere,
  logRefused,
});
