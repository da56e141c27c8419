import type { ConflictPolicy } from "../../domain/transfer.ts";
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatRoughDuration,
} from "../../domain/format.ts";

const answers: Readonly<Record<ConflictPolicy, string>> = {
  skip: "keep what is there, leave yours out",
  rename: "send yours under a new name",
  replace: "replace what is there with yours",
};

/** Every sentence of the review. */
export const reviewWords = {
  title: "Review",
  to: (bucket: string, prefix: string): string => `to ${bucket}/${prefix}`,
  walking: (files: number, bytes: number): string =>
    `Looking at the files: ${formatCount(files, "file")} · ${formatBytes(bytes)}…`,
  checking: "Asking the store which names are taken…",
  queueing: (done: number, all: number): string =>
    `Queueing ${done} of ${formatCount(all, "file")}…`,
  total: (files: number, bytes: number, secondsToSend: number | null): string =>
    `${formatCount(files, "file")} · ${formatBytes(bytes)} to send${
      secondsToSend === null
        ? " · time known after the first seconds"
        : ` · ${formatRoughDuration(secondsToSend)}`
    }`,
  skipped: (count: number): string => `${formatCount(count, "path")} cannot be sent, see below`,
  conflicts: (kept: number, renamed: number, replaced: number): string => {
    const parts = [
      kept > 0 ? `${formatNumber(kept)} left out` : "",
      renamed > 0 ? `${formatNumber(renamed)} sent under a new name` : "",
      replaced > 0 ? `${formatNumber(replaced)} replaced` : "",
    ];
    const count = kept + renamed + replaced;
    const has = count === 1 ? "1 is" : `${formatNumber(count)} are`;
    return `${has} in the bucket already: ${parts.filter((part) => part !== "").join(", ")}`;
  },
  noConflicts: "None of these names is taken",
  conflictsUnknown: (why: string): string =>
    `Which names are taken is not known, and none is replaced: ${why}`,
  inBucket: "is there",
  cannot: "cannot be sent",
  answer: answers,
  shortAnswer: { skip: "left out", rename: "new name", replace: "replaced" },
  question: (name: string): string => `${name} is in the bucket already`,
  questionOf: (at: number, all: number): string => `${formatNumber(at)} of ${formatNumber(all)}`,
  there: "in the bucket",
  yours: "yours",
  forAll: (rest: number): string => `the same answer for the other ${formatNumber(rest)}`,
  forAllKey: "a",
  deciding: (count: number): string =>
    count === 1
      ? "1 name is taken: what shall become of your file?"
      : `${formatNumber(count)} names are taken: what shall become of your files?`,
  nothing: "Nothing is left to send. Esc goes back to your files.",
  notReady: "Not yet: the files are still being looked at",
  noConflictHere: "The mark is not on a file that is in the bucket already",
  queued: (count: number): string => `${formatCount(count, "file")} queued`,
  refused: (count: number): string => `${formatCount(count, "file")} could not be queued`,
} as const;
