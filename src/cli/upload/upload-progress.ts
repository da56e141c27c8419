import { formatBytes, formatCount, formatDuration, formatRate } from "../../domain/format.ts";
import { isUtf8Locale } from "../../domain/locale.ts";
import type { QueueSnapshot } from "../../services/ports/transfer-view.ts";
import { errorLine } from "../../words/errors/error-words.ts";
import { toAscii } from "../../tui/terminal/ascii-output.ts";
import type { CommandContext } from "../command-context.ts";

/** Shows how far the queue is, on stderr only: stdout is for results. */
export interface UploadProgress {
  show(snapshot: QueueSnapshot): void;
  showText(line: string): void;
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

/** A line is written no more often than this. */
const terminalMs = 250;
const lineMs = 10_000;

interface Writer {
  write(line: string): void;
  clear(): void;
}

const onTerminal = ({ stderr, environment }: CommandContext): Writer => {
  let isShown = false;
  const isUtf8 = isUtf8Locale(environment);
  return {
    write: (text) => {
      const line = isUtf8 ? text : toAscii(text);
      stderr.write(`\r\u{1B}[K${line.slice(0, Math.max(10, (stderr.columns || 80) - 1))}`);
      isShown = true;
    },
    clear: () => {
      if (isShown) stderr.write("\r\u{1B}[K");
      isShown = false;
    },
  };
};

/** One line kept up to date on a terminal, or a line every ten seconds elsewhere. */
export const createUploadProgress = (context: CommandContext): UploadProgress => {
  const isTerminal = context.stderr.isTTY && context.environment["TERM"] !== "dumb";
  const writer = isTerminal ? onTerminal(context) : { write: context.say, clear: () => {} };
  const everyMs = isTerminal ? terminalMs : lineMs;
  // On a terminal the first line comes at once, elsewhere only when it takes long.
  let lastMs = isTerminal ? Number.NEGATIVE_INFINITY : performance.now();
  let hasEnded = false;
  const showText = (line: string) => {
    if (hasEnded) return;
    const nowMs = performance.now();
    if (nowMs - lastMs < everyMs) return;
    lastMs = nowMs;
    writer.write(line);
  };
  return {
    show: (snapshot) => showText(progressLine(snapshot)),
    showText,
    clear: () => writer.clear(),
    end: () => {
      hasEnded = true;
      writer.clear();
    },
  };
};
