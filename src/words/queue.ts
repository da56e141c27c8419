import type { TransferStateName, Verification } from "../domain/transfer.ts";
import {
  formatCount,
  formatCountDown,
  formatDuration,
  formatNumber,
  formatRate,
  formatShare,
} from "../domain/format.ts";
import { displayName } from "../domain/display-name.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type {
  HoldView,
  QueueSnapshot,
  QueueTotals,
  TransferView,
} from "../services/ports/transfer-view.ts";
import { clockOffBy } from "./errors/access-errors.ts";
import { errorLine } from "./errors/error-words.ts";

const states: Readonly<Record<TransferStateName, string>> = {
  waiting: "waiting",
  uploading: "uploading",
  paused: "paused",
  delivered: "delivered",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
};

const verified: Readonly<Record<Verification, string>> = {
  "crc32-full-object": "verified",
  "crc32-composite": "verified part by part",
  "content-md5": "verified by MD5",
  "part-md5": "verified part by part",
  none: "no checksum to compare",
};

const shortHex = (hex: string) => `${hex.slice(0, 4)}…${hex.slice(-4)}`;

const countWords = ({ totals }: QueueSnapshot): string =>
  formatCount(
    Object.values(totals.files).reduce((sum, one) => sum + one, 0),
    "file",
  );

const shareWords = ({ totals }: QueueSnapshot): string =>
  formatShare(totals.ackedBytes, totals.totalBytes);

const tryingAgain = ({ attempt, inMs }: NonNullable<TransferView["retry"]>): string =>
  `retrying in ${formatDuration(inMs / 1000)} (attempt ${attempt + 1})`;

/** What waits for its turn is held while the whole queue is stopped. */
const stateOf = (state: TransferStateName, { trouble }: Pick<QueueSnapshot, "trouble">): string =>
  state === "waiting" && trouble !== null ? "held" : states[state];

/** Every sentence of the queue. */
export const queueWords = {
  state: states,
  stateOf,
  verified,
  parts: (done: number, total: number): string => `${done} of ${formatCount(total, "part")}`,
  tryingAgain,
  retrying: (retry: NonNullable<TransferView["retry"]>): string =>
    `${tryingAgain(retry)}: ${errorLine(retry.error)}`,
  verifying: "99%  verifying",
  goingOn: (part: number): string => `resuming at part ${part}`,
  sha256: (hex: string): string => `sha256 ${shortHex(hex)}`,
  count: countWords,
  share: shareWords,
  heading: (snapshot: QueueSnapshot): string => `${countWords(snapshot)} · ${shareWords(snapshot)}`,
  estimating: "estimating",
  stalled: (forMs: number): string => `no progress for ${formatDuration(forMs / 1000)}`,
  /** Speed and time left, or why there is none; empty when nothing is being sent. */
  pace: ({ totals, nextTryInMs }: QueueSnapshot): string => {
    if (nextTryInMs !== undefined) return queueWords.nextTry(nextTryInMs);
    const { files, rateBytesPerSecond, secondsLeft, stalledForMs } = totals;
    if (files.uploading === 0) return files.waiting === 0 && files.paused > 0 ? "paused" : "";
    if (stalledForMs !== null) return queueWords.stalled(stalledForMs);
    if (rateBytesPerSecond === null) return queueWords.estimating;
    const rate = formatRate(rateBytesPerSecond);
    return secondsLeft === null ? rate : `${rate} · ${formatDuration(secondsLeft)} left`;
  },
  /** Counts by state, when all has ended. */
  ended: ({ totals }: QueueSnapshot): string =>
    (["delivered", "failed", "skipped", "cancelled"] as const)
      .filter((name) => totals.files[name] > 0)
      .map((name) => `${totals.files[name]} ${states[name]}`)
      .join(" · "),
  limit: (bytesPerSecond: number): string => `limit ${formatRate(bytesPerSecond)}`,
  logWaiting: (count: number): string =>
    `${formatCount(count, "log message")} pending; your files are not affected`,
  /** Which log server is in trouble, and why. */
  logTrouble: ({ connection, url, trouble }: QueueSnapshot["log"]): string => {
    if (trouble === null) return "";
    const whose = connection === undefined ? "" : ` of ${displayName(connection)}`;
    const server = url === undefined ? whose : ` ${displayName(new URL(url).host)}`;
    return `log server${server}: ${errorLine(trouble)}`;
  },
  logRefused: (count: number): string =>
    `${formatCount(count, "message")} that the log server will not take; s3-sftp status --retry-log sends ${count === 1 ? "it" : "them"} again`,
  logRetried: (count: number): string =>
    count === 0
      ? "There are no messages that the log server has refused."
      : `${formatCount(count, "message")} will be sent to the log server again.`,
  clockOff: (minutes: number): string =>
    `this computer's clock is ${clockOffBy(minutes)}; receipts show its time`,
  /** Of a storage service that does not answer. */
  nextTry: (inMs: number): string =>
    inMs > 0 ? `next try in ${formatDuration(Math.ceil(inMs / 1000))}` : "trying now",
  /** Whose files are held. */
  heldFor: ({ connection, bucket }: Pick<HoldView, "connection" | "bucket">): string =>
    `held for ${displayName(connection)}${bucket === null ? "" : `: ${bucket}`}`,
  /** Of held files beside others that are uploaded: whose, why, and until when. */
  hold: ({ error, connection, bucket, nextTryInMs }: HoldView): string => {
    const when = nextTryInMs === undefined ? null : queueWords.nextTry(nextTryInMs);
    return joinTexts(
      [`${queueWords.heldFor({ connection, bucket })}: ${errorLine(error)}`, when],
      " · ",
    );
  },
  /** The same, counted down on a screen. */
  countDown: (inMs: number, key = "r"): string =>
    inMs > 0 ? `Next try in ${formatCountDown(inMs)} · ${key} now` : "Trying now",
  /** … where it is not known when. */
  triesByItself: "s3-sftp tries again by itself; r tries now",
  empty: "The queue is empty. Press 1 for your files, Space to select, u to upload.",
  loading: "Loading the queue…",
  limitText: (bytesPerSecond: number): string => formatRate(bytesPerSecond),
  limitShortLabel: "Limit, such as 5 MiB/s:",
  limitLabel: "Limit (up, down; empty for none):",
  limitWrong: (happened: string): string => `${happened} Leave it empty for no limit`,
  /** Of a file in parts whose connection was cut. */
  partsKept: "Uploaded parts are not uploaded again.",
  confirmCancel: (name: string): string => `Cancel the upload of ${name}?`,
  cancelExplained: "Your file is not changed.",
  cancelYes: "Cancel upload",
  cancelNo: "Keep uploading",
  confirmRename: (name: string): string =>
    `${name} already exists in the bucket. Upload yours under a new name?`,
  renameYes: "Upload under a new name",
  renameNo: "Skip this file",
  notFailed: "Nothing to retry: it has not failed",
  noneFailed: "Nothing to retry: no upload failed",
  noneToPause: "Nothing to pause: no upload is active",
  cannotPause: "Cannot pause: already finished",
  cannotCancel: "Cannot cancel: already finished",
  noneEnded: "No finished uploads to clear",
  noneHighlighted: "The queue is empty",
  notOwners: "Nothing here for the bucket owner to fix",
  /** Behind the rows: those that have ended, in one line. */
  folded: (files: QueueTotals["files"]): string =>
    joinTexts(
      (["delivered", "skipped", "cancelled"] as const).map(
        (name) => files[name] > 0 && `${formatNumber(files[name])} ${states[name]}`,
      ),
      " · ",
    ),
  onFold: "Press Enter to show them one by one",
  clearHint: "e clear",
  /** In the bottom line, where a key does not what it does elsewhere. */
  hint: { resume: "resume", back: "back" },
  cannotSendFirst: "Only what waits can be sent first",
  sentFirst: "It is sent first",
  showOwnerNotice: "Press o for a text to forward to the bucket owner",
  taken: (done: number, all: number): string => `${formatShare(done, all)} uploaded`,
  detail: {
    file: "File",
    to: "To",
    state: "State",
    size: "Size",
    parts: "Parts",
    /** Why it is sent from its first part again. */
    again: "Restarted",
  },
} as const;
