import { errorKind } from "../../domain/error-kinds.ts";
import type { AppError } from "../../domain/errors.ts";
import { formatBytes, formatCount, formatNumber } from "../../domain/format.ts";
import { joinTexts } from "../../domain/non-empty.ts";
import type { QueueSnapshot } from "../../services/ports/transfer-view.ts";
import { queueWords } from "../queue.ts";
import { errorLine, errorWords } from "../errors/error-words.ts";
import { safe } from "../safe.ts";

/** How many files of an upload ended how. */
export interface UploadCounts {
  readonly delivered: number;
  readonly bytes: number;
  /** Those that were not uploaded are among them. */
  readonly failed: number;
  readonly skipped: number;
  readonly unfinished: number;
  readonly leftOut: LeftOutCounts;
  /** Host that no stored connection names. */
  readonly elsewhere: string | null;
}

/** How much an upload was told to leave out. */
export interface LeftOutCounts {
  readonly filtered: number;
  readonly young: number;
}

/** What helps messages that wait. A token that was given for one command is kept nowhere. */
const nextForLog = ({ url }: QueueSnapshot["log"], trouble: AppError): string | null => {
  if (errorKind(trouble.code) === "network") return null;
  return url !== undefined && trouble.code === "NotSetUp"
    ? "Give this --log-url once more, with its token in S3_SFTP_LOG_TOKEN."
    : errorWords(trouble).next;
};

/** Sentences of `s3-sftp upload`. */
export const uploadWords = {
  summary: (counts: UploadCounts): string => {
    const { delivered, bytes, failed, skipped, unfinished, leftOut, elsewhere } = counts;
    return [
      `${formatNumber(delivered)} delivered (${formatBytes(bytes)})`,
      `${formatNumber(failed - unfinished)} failed`,
      `${formatNumber(skipped)} skipped`,
      ...(unfinished === 0 ? [] : [`${formatNumber(unfinished)} not uploaded`]),
      ...uploadWords.leftOut(leftOut),
      ...(elsewhere === null ? [] : [uploadWords.destination(elsewhere)]),
    ].join(", ");
  },
  leftOut: ({ filtered, young }: LeftOutCounts): readonly string[] => [
    ...(filtered === 0 ? [] : [`${formatNumber(filtered)} left out by --include and --exclude`]),
    ...(young === 0 ? [] : [`${formatNumber(young)} left out as changed too recently (--min-age)`]),
  ],
  /** What a log server has not taken, which, why, and what to do; of one that cannot be reached nothing but to wait. */
  logPending: (log: QueueSnapshot["log"]): string => {
    const trouble = log.trouble ?? log.messageTrouble ?? null;
    const whose = log.trouble === null ? trouble && errorLine(trouble) : queueWords.logTrouble(log);
    return joinTexts(
      [
        `Note: ${whose ?? "The log server did not respond in time"}.`,
        trouble && nextForLog(log, trouble),
        log.waiting > 0 && `${formatCount(log.waiting, "log message")} pending for the next run.`,
      ],
      " ",
    );
  },
  matchesNothing: (option: string, pattern: string): string =>
    `Note: ${option} "${safe(pattern)}" matches nothing.`,
  unexpanded: (pattern: string): string =>
    `Note: no file matches ${safe(pattern)}: the shell has left the pattern as it is.`,
  emptyList: (option: string, file: string): string =>
    `Note: nothing to upload: ${option} "${safe(file)}" names no files.`,
  allFiltered: "Note: nothing to upload: --include and --exclude leave out everything.",
  allYoung: (files: number): string =>
    `Note: nothing to upload: --min-age leaves out ${files === 1 ? "the only file" : `all ${formatNumber(files)} files`}.`,
  noFiles: "Note: nothing to upload: no files were found.",
  /** Behind "The connection name". */
  whichOf: (names: readonly string[]): string =>
    `is missing: several are stored. Add it with one of ${names.map(safe).join(", ")}`,
  filesInClear: (host: string): string =>
    `Warning: files are sent unencrypted to ${safe(host)}. Everybody on the way can read them.`,
  tokenInClear: (host: string): string =>
    `Warning: the log server token is sent unencrypted to ${safe(host)}.`,
  destination: (host: string): string => `destination: ${safe(host)}`,
  receipt: (batchId: string): string => `Receipt of this upload: s3-sftp receipt ${batchId}`,
  isClosed: "is closed",
  openInput: "Connect a pipe or a file to it. For an empty file, use </dev/null",
  fromStdin: (bytes: number): string => `${formatBytes(bytes)} from standard input`,
  interrupted: (left: string): string =>
    `Interrupted. ${left} not finished: run the same command again, or start s3-sftp.`,
  streamInterrupted: "Interrupted. Uploads from standard input cannot be resumed.",
  resuming: (part: number, parts: number | null, name: string): string =>
    `resuming at part ${part} of ${parts}: ${name}`,
  startingOver: (name: string, why: string): string => `starting over: ${name}: ${why}`,
} as const;
