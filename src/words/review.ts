import { safe } from "./safe.ts";
import { joinTexts } from "../domain/non-empty.ts";
import type { SideDifference } from "../domain/delivery-plan.ts";
import type { ConflictPolicy } from "../domain/transfer.ts";
import { formatBytes, formatCount, formatNumber, formatRoughDuration } from "../domain/format.ts";

const answers: Readonly<Record<ConflictPolicy, string>> = {
  skip: "skip: keep the one in the bucket",
  rename: "upload yours under a new name",
  replace: "replace the one in the bucket",
};

/** Every sentence of the review. */
export const reviewWords = {
  title: "Review",
  to: (bucket: string, prefix: string): string => `to ${bucket}/${prefix}`,
  walking: (files: number, bytes: number): string =>
    `Checking files: ${formatCount(files, "file")} · ${formatBytes(bytes)}…`,
  checking: "Checking which files already exist…",
  queueing: (done: number, all: number): string =>
    `Queueing ${done} of ${formatCount(all, "file")}…`,
  /** Short: in 40 columns the time is seen, too. */
  total: (files: number, bytes: number, secondsToSend: number | null): string => {
    const size = `${formatCount(files, "file")} · ${formatBytes(bytes)}`;
    return secondsToSend === null
      ? `${size} to upload`
      : `${size} · ${formatRoughDuration(secondsToSend)}`;
  },
  inFolders: (folders: number): string => `from ${formatCount(folders, "folder")}`,
  /** Short: in 40 columns all but the host is seen. */
  inClear: (host: string): string => `Not encrypted: others can read along (${safe(host)})`,
  skipped: (count: number): string => `${formatCount(count, "item")} cannot be uploaded, see below`,
  conflicts: (kept: number, renamed: number, replaced: number): string => {
    const parts = [
      kept > 0 ? `${formatNumber(kept)} skipped` : "",
      renamed > 0 ? `${formatNumber(renamed)} renamed` : "",
      replaced > 0 ? `${formatNumber(replaced)} replaced` : "",
    ];
    const count = kept + renamed + replaced;
    const has = count === 1 ? "1 file exists" : `${formatNumber(count)} files exist`;
    return `${has} in the bucket: ${joinTexts(parts, ", ")}`;
  },
  noConflicts: "None of these is in the bucket yet",
  /** Files go with If-None-Match, which AWS obeys; some services ignore it. */
  conflictsUnknown: (why: string): string =>
    `Could not check for existing files; some services may replace them: ${why}`,
  inBucket: "in bucket",
  leftOut: "left out",
  /** In the bottom line, beside Space, of what is left out. */
  takeInHint: "take in",
  leftOutCount: (count: number): string => `${formatCount(count, "file")} left out`,
  /** `when` as a list shows it: "29 Nov 15:36". */
  alreadyDelivered: (when: string): string => `already delivered ${when}`,
  wasDelivered: (when: string): string => `delivered ${when}, no longer in the bucket`,
  deliveredCount: (count: number): string =>
    `${formatCount(count, "file")} already delivered, left out. Space takes one in`,
  difference: ({ age, size }: SideDifference): string => `yours: ${age}, ${size}`,
  answer: answers,
  shortAnswer: { skip: "skip", rename: "rename", replace: "replace" },
  question: (name: string): string => `${name} already exists`,
  questionOf: (at: number, all: number): string => `${formatNumber(at)} of ${formatNumber(all)}`,
  there: "in the bucket",
  yours: "your file",
  forAll: (rest: number): string => `same for the other ${formatNumber(rest)}`,
  deciding: (count: number): string =>
    count === 1
      ? "1 file already exists. What to do?"
      : `${formatNumber(count)} files already exist. What to do?`,
  nothing: "Nothing to upload. Esc goes back to your files.",
  allDelivered: "All of this is delivered already. Esc goes back to your files.",
  notHere: "This one cannot be uploaded",
  /** Why nothing can be sent in this phase. */
  notReady: {
    planning: "Not ready yet: still looking at the files",
    checking: "Not ready yet: still checking which files already exist",
    ready: "Nothing to upload",
    queueing: "Not ready yet: still queueing files",
  },
  noConflictHere: "The highlighted file has no conflict",
  queued: (count: number): string => `${formatCount(count, "file")} queued`,
  refused: (count: number): string => `${formatCount(count, "file")} could not be queued`,
} as const;
