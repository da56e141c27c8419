import { allFiles } from "../../../domain/batch.ts";
import {
  cutEnd,
  cutMiddle,
  displayName,
  padTo,
  type WidthOf,
} from "../../../domain/display-name.ts";
import { formatBytes, formatTime, formatWhen } from "../../../domain/format.ts";
import type { HistoryBatch, HistoryEntry } from "../../../services/ports/history-store.ts";
import { batchSign } from "../../widgets/batch-sign.ts";
import type { Span } from "../../widgets/Spans.tsx";
import type { Symbols, Tone } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { historyWords } from "../../../words/history.ts";
import { queueWords } from "../../../words/queue.ts";
import type { HistoryRow } from "./history-reducer.ts";

export interface HistoryStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly nowMs: number;
  readonly symbols: Symbols;
}

const sizeColumns = 10;

/** A row: its sign, its name, and numbers that stand below each other. */
const rowOf = (
  sign: Span,
  name: string,
  end: readonly Span[],
  { columns, width, symbols }: HistoryStyle,
  hasCursor: boolean,
): readonly Span[] => {
  const endColumns = end.reduce((sum, { text }) => sum + width(text), 0);
  const room = Math.max(8, columns - 1 - 4 - endColumns);
  const shown = cutMiddle(name, room, width, symbols.ellipsis);
  return [
    { text: hasCursor ? symbols.cursor : " ", tone: "accent", hasBar: hasCursor },
    { ...sign, hasBar: hasCursor },
    { text: ` ${shown}`, tone: sign.tone === "bad" ? "bad" : "plain", hasBar: hasCursor },
    { text: padTo(" ", room - width(shown) + 1, width) },
    ...end,
  ];
};

const batchLine = (batch: HistoryBatch, style: HistoryStyle, hasCursor: boolean) => {
  const { columns, symbols } = style;
  const { files, target } = batch;
  const folder = target.key.slice(0, target.key.lastIndexOf("/") + 1);
  const isOne = allFiles(files) === 1;
  const place = displayName(`${target.bucket}/${isOne ? target.key : folder}`);
  const isNarrow = columns < 60;
  const isOneFailed = isOne && files.failed === 1 && !isNarrow;
  const what = isOneFailed ? queueWords.state.failed : isOne ? null : historyWords.files(files);
  const name = what === null ? place : `${what} ${symbols.dot} ${place}`;
  const size = historyWords.size(batch).padStart(sizeColumns);
  const end = isNarrow ? size : `${size}  ${formatTime(batch.endedAtMs)}`;
  return rowOf(batchSign(files, symbols), name, [{ text: end }], style, hasCursor);
};

const tones: Readonly<Partial<Record<HistoryEntry["state"], Tone>>> = {
  delivered: "good",
  failed: "bad",
};

const entryLine = (entry: HistoryEntry, style: HistoryStyle, hasCursor: boolean) => {
  const { columns, width, nowMs, symbols } = style;
  const { state, target, sizeBytes, error, endedAtMs, verified } = entry;
  const tone = tones[state] ?? "quiet";
  const name = displayName(`${target.bucket}/${target.key}`);
  const size = formatBytes(sizeBytes).padStart(sizeColumns);
  const proof =
    verified === null || verified === "none" ? "" : queueWords.verified["crc32-full-object"];
  const words = state === "delivered" ? proof : error ? errorLine(error) : queueWords.state[state];
  const when = formatWhen(endedAtMs, nowMs);
  const wordColumns = state === "delivered" ? 8 : Math.floor(columns / 4);
  const shownWords = padTo(
    cutEnd(words, wordColumns, width, symbols.ellipsis),
    wordColumns,
    width,
  ).trimEnd();
  const end: readonly Span[] =
    columns < 60
      ? [{ text: size }]
      : [{ text: `${size}  ${padTo(when, 12, width)}  ` }, { text: shownWords, tone }];
  return rowOf({ text: symbols.state[state], tone }, name, end, style, hasCursor);
};

/** One line of the history. */
export const historyLine = (
  row: HistoryRow,
  style: HistoryStyle,
  hasCursor: boolean,
): readonly Span[] =>
  row.is === "batch"
    ? batchLine(row.batch, style, hasCursor)
    : entryLine(row.entry, style, hasCursor);

/** The day above rows that ended on it: "Today", "Yesterday", "29 Nov". */
export const dayOf = (row: HistoryRow, nowMs: number): string =>
  historyWords.day(row.is === "batch" ? row.batch.endedAtMs : row.entry.endedAtMs, nowMs);
