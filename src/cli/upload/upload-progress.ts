import { formatBytes, formatCount, formatDuration, formatRate } from "../../domain/format.ts";
import { isUtf8Locale } from "../../domain/locale.ts";
import { noFiles, type QueueSnapshot } from "../../services/ports/transfer-view.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import { uploadWords } from "../../words/commands/upload.ts";
import { toAscii } from "../../tui/terminal/ascii-output.ts";
import type { CommandContext } from "../command-context.ts";
import { jsonEvent } from "../json-event.ts";
import type { UploadCommand } from "../upload-options.ts";

/** Shows how far an upload is. */
export interface UploadProgress {
  show(snapshot: QueueSnapshot): void;
  /** Of standard input, whose length nobody knows. */
  showStream(ackedBytes: number): void;
  /** Takes the line away, so that others can be written. */
  clear(): void;
  /** Takes it away for good: nothing is shown behind the results. */
  end(): void;
}

const progressLine = ({ totals, rows }: QueueSnapshot): string => {
  const { files, ackedBytes, totalBytes, rateBytesPerSecond, secondsLeft } = totals;
  const ended = files.delivered + files.failed + files.skipped;
  const all = ended + files.waiting + files.uploading + files.paused;
  const retry = rows.find((row) => row.retry !== null)?.retry;
  return [
    `${ended} of ${formatCount(all, "file")}`,
    `${formatBytes(ackedBytes)} of ${formatBytes(totalBytes)}`,
    ...(rateBytesPerSecond === null ? [] : [formatRate(rateBytesPerSecond)]),
    ...(secondsLeft === null ? [] : [`${formatDuration(secondsLeft)} left`]),
    ...(retry ? [`${errorLine(retry.error)}, retrying`] : []),
  ].join(" · ");
};

const progressEvent = ({ totals }: QueueSnapshot) => ({
  event: "progress",
  files: totals.files,
  bytes: totals.totalBytes,
  ackedBytes: totals.ackedBytes,
  ...(totals.sentBytes !== undefined && { sentBytes: totals.sentBytes }),
  bytesPerSecond: totals.rateBytesPerSecond,
  secondsLeft: totals.secondsLeft,
});

const streamEvent = (ackedBytes: number) => ({
  event: "progress",
  files: { ...noFiles, uploading: 1 },
  bytes: null,
  ackedBytes,
  bytesPerSecond: null,
  secondsLeft: null,
});

/** Where progress is written, and how often at most. */
interface Writer {
  readonly everyMs: number;
  /** True: the first one comes at once, not only when it takes long. */
  readonly isPrompt: boolean;
  write(snapshot: QueueSnapshot): void;
  writeStream(ackedBytes: number): void;
  clear(): void;
}

// A frame of the terminal app; what a script can still use; a line of a log file.
const terminalMs = 250;
const eventMs = 1_000;
const lineMs = 10_000;

const ofLines = (write: (line: string) => void): Pick<Writer, "write" | "writeStream"> => ({
  write: (snapshot) => write(progressLine(snapshot)),
  writeStream: (ackedBytes) => write(uploadWords.fromStdin(ackedBytes)),
});

const onTerminal = ({ stderr, environment }: CommandContext): Writer => {
  let isShown = false;
  const isUtf8 = isUtf8Locale(environment);
  const redraw = (text: string) => {
    const line = isUtf8 ? text : toAscii(text);
    stderr.write(`\r\u{1B}[K${line.slice(0, Math.max(10, (stderr.columns || 80) - 1))}`);
    isShown = true;
  };
  const clear = () => {
    if (isShown) stderr.write("\r\u{1B}[K");
    isShown = false;
  };
  return { everyMs: terminalMs, isPrompt: true, ...ofLines(redraw), clear };
};

const asEvents = ({ out }: CommandContext): Writer => ({
  everyMs: eventMs,
  isPrompt: true,
  write: (snapshot) => out(jsonEvent(progressEvent(snapshot))),
  writeStream: (ackedBytes) => out(jsonEvent(streamEvent(ackedBytes))),
  clear: () => {},
});

const inLog = ({ say }: Pick<CommandContext, "say">): Writer => ({
  everyMs: lineMs,
  isPrompt: false,
  ...ofLines(say),
  clear: () => {},
});

const nowhere: Writer = { ...inLog({ say: () => {} }), everyMs: Number.POSITIVE_INFINITY };

type Wishes = Pick<UploadCommand, "isJson" | "says" | "withProgress">;

const writerFor = (context: CommandContext, { isJson, says, withProgress }: Wishes): Writer => {
  if (isJson && withProgress) return asEvents(context);
  if (says === "errors") return nowhere;
  if (context.stderr.isTTY && context.environment["TERM"] !== "dumb") return onTerminal(context);
  return withProgress ? inLog(context) : nowhere;
};

/**
 * One line kept up to date on a terminal, and nothing elsewhere unless it is asked for: events for scripts, or a line
 * every ten seconds.
 */
export const createUploadProgress = (context: CommandContext, wishes: Wishes): UploadProgress => {
  const writer = writerFor(context, wishes);
  let lastMs = writer.isPrompt ? Number.NEGATIVE_INFINITY : performance.now();
  let hasEnded = false;
  const whenDue = (write: () => void) => {
    const nowMs = performance.now();
    if (hasEnded || nowMs - lastMs < writer.everyMs) return;
    lastMs = nowMs;
    write();
  };
  return {
    show: (snapshot) => whenDue(() => writer.write(snapshot)),
    showStream: (ackedBytes) => whenDue(() => writer.writeStream(ackedBytes)),
    clear: () => writer.clear(),
    end: () => {
      hasEnded = true;
      writer.clear();
    },
  };
};
