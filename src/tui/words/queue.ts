import type { TransferStateName, Verification } from "../../domain/transfer.ts";
import { formatBytes, formatCount, formatDuration, formatRate } from "../../domain/format.ts";
import type { QueueSnapshot, TransferView } from "../../services/queue/transfer-desk.ts";
import { clockOffBy } from "./access-errors.ts";
import { errorLine } from "./error-words.ts";

const states: Readonly<Record<TransferStateName, string>> = {
  waiting: "waiting",
  uploading: "uploading",
  paused: "paused",
  delivered: "delivered",
  failed: "failed",
  skipped: "skipped",
  cancelled: "stopped",
};

const verified: Readonly<Record<Verification, string>> = {
  "crc32-full-object": "verified",
  "part-md5": "verified part by part",
  none: "stored, without a checksum from the store",
};

/** Bytes of a whole without their unit when both have the same: "1.1 of 1.9 GiB". */
const formatShare = (done: number, total: number): string => {
  const [doneText, totalText] = [formatBytes(done), formatBytes(total)];
  const [value, unit] = doneText.split(" ");
  return totalText.endsWith(` ${unit}`)
    ? `${value} of ${totalText}`
    : `${doneText} of ${totalText}`;
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
  `trying again in ${formatDuration(inMs / 1000)} (attempt ${attempt})`;

/** Every sentence of the queue. */
export const queueWords = {
  state: states,
  verified,
  parts: (done: number, total: number): string => `${done} of ${formatCount(total, "part")}`,
  tryingAgain,
  retrying: (retry: NonNullable<TransferView["retry"]>): string =>
    `${tryingAgain(retry)}: ${errorLine(retry.error)}`,
  verifying: "99 %  verifying",
  goingOn: (part: number): string => `going on with part ${part}`,
  sha256: (hex: string): string => `sha256 ${shortHex(hex)}`,
  count: countWords,
  share: shareWords,
  heading: (snapshot: QueueSnapshot): string => `${countWords(snapshot)} · ${shareWords(snapshot)}`,
  /** Speed and time left, or why there is none; empty when nothing is being sent. */
  pace: ({ totals }: QueueSnapshot): string => {
    const { files, rateBytesPerSecond, secondsLeft, stalledForMs } = totals;
    if (files.uploading === 0) return files.waiting === 0 && files.paused > 0 ? "paused" : "";
    if (stalledForMs !== null) return `no progress for ${formatDuration(stalledForMs / 1000)}`;
    if (rateBytesPerSecond === null) return "estimating";
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
    `${formatCount(count, "message")} for the log server wait; your files are not affected`,
  clockOff: (minutes: number): string =>
    `this computer's clock is ${clockOffBy(minutes)}; receipts carry its times`,
  empty: "Nothing is being sent. 1 goes to your files: Space chooses, u sends.",
  loading: "Asking the queue…",
  limitText: (bytesPerSecond: number): string => formatRate(bytesPerSecond),
  limitShortLabel: "Limit, such as 5 MiB/s:",
  limitLabel: "Speed limit, such as 5 MiB/s; empty for none:",
  limitWrong: 'Type a number and a unit, such as "5 MiB/s", or nothing for no limit',
  confirmCancel: (name: string): string => `Stop sending ${name}?`,
  cancelExplained: "Your file stays as it is.",
  cancelYes: "Stop sending it",
  cancelNo: "Keep sending it",
  confirmRename: (name: string): string =>
    `${name} is in the bucket already. Send yours under a new name?`,
  renameYes: "Send it under a new name",
  renameNo: "Keep what is there",
  notFailed: "Nothing to retry: it did not fail",
  noneFailed: "Nothing to retry: none failed",
  noneToPause: "Nothing to pause: nothing is waiting or being sent",
  cannotPause: "Nothing to pause: it has ended",
  cannotCancel: "Nothing to stop: it has ended",
  noneEnded: "Nothing has ended yet",
  noneMarked: "The queue is empty",
  notOwners: "This is nothing that the owner of the bucket could change",
  makeCard: "o makes a text for the owner of the bucket",
  taken: (done: number, all: number): string => `${formatShare(done, all)} taken by the store`,
  detail: {
    file: "File",
    to: "To",
    state: "State",
    size: "Size",
    parts: "Parts",
    /** Why it is sent from its first part again. */
    again: "Anew",
  },
} as const;
