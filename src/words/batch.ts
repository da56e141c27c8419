import { allFiles, openFiles } from "../domain/batch.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPercent,
  formatRate,
  formatRoughDuration,
  formatShare,
} from "../domain/format.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { BatchView, QueueSnapshot } from "../services/ports/transfer-view.ts";
import { queueWords } from "./queue.ts";
import { safe } from "./safe.ts";

/** Files that the batch is about: those that were left out on purpose are not. */
const meantFiles = ({ files }: BatchView): number =>
  allFiles(files) - files.skipped - files.cancelled;

const placeOf = ({ bucket, folder }: BatchView): string =>
  bucket === null ? "several buckets" : safe(`${bucket}/${folder}`).replace(/\/$/, "");

const proofOf = ({ files, unverifiedFiles }: BatchView): string => {
  if (unverifiedFiles === files.delivered) return "no checksum to compare";
  if (unverifiedFiles > 0) return `${formatNumber(unverifiedFiles)} without a checksum to compare`;
  return files.delivered === 1 ? "verified" : "each one verified";
};

const durationOf = ({ startedAtMs, closedAtMs }: BatchView): string =>
  formatDuration(Math.max(1, ((closedAtMs ?? startedAtMs) - startedAtMs) / 1000));

const leftOut = ({ files }: BatchView): string =>
  joinTexts(
    [
      files.failed > 0 && `${formatNumber(files.failed)} failed`,
      files.skipped > 0 && `${formatNumber(files.skipped)} skipped`,
      files.cancelled > 0 && `${formatNumber(files.cancelled)} cancelled`,
    ],
    " · ",
  );

/** How many have arrived, where others have not. */
export const someArrived = (delivered: number, meant: number): string => {
  if (delivered > 0)
    return `${formatNumber(delivered)} of ${formatCount(meant, "file")} ${delivered === 1 ? "has" : "have"} arrived`;
  return meant === 1
    ? "Your file has not arrived"
    : `None of ${formatCount(meant, "file")} has arrived`;
};

/** Every sentence about a batch: all that one review or one `upload` sends. */
export const batchWords = {
  /** In the edge of its frame. */
  title: (batch: BatchView, queue: Pick<QueueSnapshot, "trouble">): string => {
    const all = formatCount(meantFiles(batch), "file");
    const { uploading, waiting, paused } = batch.files;
    if (uploading > 0) return `Uploading ${all}`;
    const open = openFiles(batch.files);
    const count = open < meantFiles(batch) ? `${formatNumber(open)} of ${all}` : all;
    if (waiting === 0 && paused > 0) return `${count} ${queueWords.state.paused}`;
    return `${count} ${queueWords.stateOf("waiting", queue)}`;
  },
  note: (batch: BatchView): string => (batch.note === null ? "" : safe(batch.note)),
  /** "62 of 99 MiB · 62%". */
  share: ({ ackedBytes, totalBytes }: Pick<BatchView, "ackedBytes" | "totalBytes">): string =>
    `${formatShare(ackedBytes, totalBytes)} · ${batchWords.percent(ackedBytes, totalBytes)}`,
  /** Never 100 % while something has not ended. */
  percent: (ackedBytes: number, totalBytes: number): string =>
    formatPercent(Math.min(ackedBytes, totalBytes - 1), Math.max(1, totalBytes)),
  timeLeft: (seconds: number): string => `${formatDuration(seconds)} left`,
  /** "finished about 15:33". */
  finish: (seconds: number, nowMs: number): string =>
    `finished about ${formatMoment(nowMs + seconds * 1000, nowMs)}`,
  /** What has ended of it so far: "38 delivered · 1 failed". */
  ended: (batch: BatchView): string =>
    joinTexts(
      [
        batch.files.delivered > 0 && `${formatNumber(batch.files.delivered)} delivered`,
        leftOut(batch),
      ],
      " · ",
    ),
  /** Another one, in a line below the frame. */
  other: (batch: BatchView, queue: Pick<QueueSnapshot, "trouble">): string =>
    `${batchWords.title(batch, queue)} · ${formatBytes(batch.totalBytes)} to ${placeOf(batch)}`,
  /** One that has ended, in a line. */
  folded: (batch: BatchView, nowMs: number): string =>
    joinTexts(
      [
        `${formatCount(batch.files.delivered, "file")} delivered` +
          (batch.closedAtMs === null ? "" : ` at ${formatMoment(batch.closedAtMs, nowMs)}`),
        leftOut(batch),
        formatBytes(batch.deliveredBytes),
      ],
      " · ",
    ),
  /** How it ended. */
  arrived: (batch: BatchView): string => {
    const { delivered } = batch.files;
    const meant = meantFiles(batch);
    if (meant === 0) return "Nothing was uploaded";
    return delivered < meant ? someArrived(delivered, meant) : batchWords.allArrived(meant);
  },
  allArrived: (files: number): string =>
    files === 1 ? "Your file has arrived" : `All ${formatCount(files, "file")} have arrived`,
  /** "99.4 MiB to acme-inbox/north in 2 min 11 s, each one verified"; null where nothing arrived. */
  arrivedHow: (batch: BatchView): string | null =>
    batch.files.delivered === 0
      ? null
      : `${formatBytes(batch.deliveredBytes)} to ${placeOf(batch)} in ${durationOf(batch)}, ${proofOf(batch)}`,
  /** What did not arrive; null where everything did. */
  missing: (batch: BatchView): string | null => leftOut(batch) || null,
  /** Only once the log server has taken all of it. */
  told: ({ reports }: BatchView, nowMs: number): string | null =>
    reports.takenAtMs === null || reports.waiting > 0
      ? null
      : `The recipient was told at ${formatMoment(reports.takenAtMs, nowMs)}`,
  /** The whole end in one line, for the shell. */
  summary: (batch: BatchView): string =>
    joinTexts([batchWords.arrived(batch), batchWords.arrivedHow(batch), leftOut(batch)], " · "),
  /** The same for a small window. */
  brief: (batch: BatchView): string =>
    joinTexts([batchWords.arrived(batch), leftOut(batch)], " · "),
  /** What continues after the app was quit. */
  continues: (files: number, seconds: number | null): string => {
    const what = files === 1 ? "1 upload continues" : `${formatCount(files, "upload")} continue`;
    const when = seconds === null ? "" : ` (${formatRoughDuration(seconds)})`;
    return `${what} in the background${when}. s3-sftp shows ${files === 1 ? "it" : "them"}.`;
  },
  /** What waits until the app is opened again. */
  waits: (files: number): string =>
    files === 1
      ? "1 upload is not finished. s3-sftp resumes it."
      : `${formatCount(files, "upload")} are not finished. s3-sftp resumes them.`,
  /** What stays as it is until a person resumes it. */
  leftPaused: (files: number): string =>
    files === 1
      ? "1 file is paused, not uploaded. Resume it in s3-sftp."
      : `${formatCount(files, "file")} are paused, not uploaded. Resume them in s3-sftp.`,
  /** There, while nothing is sent before the passphrase is typed. */
  waitsForPassphrase: (files: number): string =>
    `${formatCount(files, "file")} ${files === 1 ? "waits" : "wait"} for your passphrase: press 2, then n`,
  /** There, while something has stopped the queue: it says why. */
  held: (files: number): string => `${formatCount(files, "file")} held: press 2`,
  /** At the foot of the other screens. */
  progress: (
    totals: Pick<BatchView, "files" | "ackedBytes" | "totalBytes" | "rateBytesPerSecond"> & {
      readonly secondsLeft: number | null;
    },
  ): string =>
    joinTexts(
      [
        `${formatCount(openFiles(totals.files), "file")} to go`,
        batchWords.percent(totals.ackedBytes, totals.totalBytes),
        totals.rateBytesPerSecond !== null && formatRate(totals.rateBytesPerSecond),
        totals.secondsLeft !== null && `${formatDuration(totals.secondsLeft)} left`,
      ],
      " · ",
    ),
  menu: {
    receipt: (files: number): string =>
      files === 1 ? "Save the receipt" : "Save the receipt (one page for all)",
    /** In a narrow window. */
    shortReceipt: "Save the receipt",
    more: "Upload more files",
    quit: "Quit",
  },
  noReceipt: "Nothing was delivered, so there is no receipt",
} as const;
