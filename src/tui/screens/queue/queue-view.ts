import { joinTexts, nonEmpty } from "../../../domain/non-empty.ts";
import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import {
  cutEnd,
  cutMiddle,
  displayName,
  padTo,
  type WidthOf,
} from "../../../domain/display-name.ts";
import { formatBytes, formatPercent, formatRate } from "../../../domain/format.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { TransferStateName } from "../../../domain/transfer.ts";
import type { TransferView } from "../../../services/ports/transfer-view.ts";
import { progressBarText } from "../../widgets/progress-bar-text.ts";
import type { Span } from "../../widgets/Spans.tsx";
import type { Symbols, Tone } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { queueWords } from "../../../words/queue.ts";

/** Bucket and folder that names are shown below of. */
export interface Place {
  readonly bucket: string;
  /** "", or ending in "/". */
  readonly prefix: string;
}

export interface QueueRowStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly symbols: Symbols;
  /** Keys there are shown without it. */
  readonly here: Place;
  /** What has stopped the whole queue: what waits is held. */
  readonly trouble?: AppError | null | undefined;
}

/** From so many columns on there is a bar, and room for the size. */
const barFrom = 60;
/** … and for words about the parts. */
const partsFrom = 96;
const barColumns = 10;
const percentColumns = 4;
const sizeColumns = 10;
const rateColumns = 12;
const gap = "  ";

/** Columns for what becomes of a transfer: fixed, so that numbers stand below each other. */
const statusColumns = (columns: number): number => {
  const numbers = percentColumns + gap.length + rateColumns;
  if (columns < barFrom) return numbers;
  const withBar = barColumns + numbers + gap.length + sizeColumns;
  return columns < partsFrom ? withBar : withBar + Math.floor((columns - 60) / 2);
};

/** The name of a transfer in the queue: its key below the place, or bucket and key when it goes elsewhere. */
export const transferName = (
  { target, path: at }: TransferView,
  { here }: Pick<QueueRowStyle, "here">,
): string => {
  const { bucket, key } = target;
  if (bucket !== here.bucket) return displayName(`${bucket}/${key}`);
  const below = key.startsWith(here.prefix) ? key.slice(here.prefix.length) : key;
  return displayName(nonEmpty(below) ?? path.basename(at));
};

const join = (parts: readonly (string | null | false)[]) => joinTexts(parts, gap);

const rightOf = (text: string, columns: number): string => text.padStart(columns);

const uploadingText = (view: TransferView, { columns, symbols }: QueueRowStyle): string => {
  const { ackedBytes, sizeBytes, retry } = view;
  if (retry) return queueWords.retrying(retry);
  const isWide = columns >= barFrom;
  // 100 % is only said of what the store confirmed, an empty file too.
  const wholeBytes = Math.max(1, sizeBytes);
  const ackedShare = view.isVerifying ? 0.99 : Math.min(ackedBytes, wholeBytes - 1) / wholeBytes;
  const sentShare = (view.sentBytes ?? ackedBytes) / wholeBytes;
  const bar = progressBarText({ acked: ackedShare, sent: sentShare }, barColumns, symbols);
  if (view.isVerifying) return isWide ? bar + queueWords.verifying : queueWords.verifying.trim();
  const percent = formatPercent(Math.min(ackedBytes, wholeBytes - 1), wholeBytes);
  const { resumedFromPart } = view;
  const parts =
    columns >= partsFrom &&
    view.partsTotal > 1 &&
    queueWords.parts(view.partsDone, view.partsTotal);
  const isResuming = resumedFromPart !== null && view.partsDone < resumedFromPart;
  const words = isResuming ? queueWords.goingOn(resumedFromPart) : parts || "";
  const rate = view.rateBytesPerSecond === null ? "" : formatRate(view.rateBytesPerSecond);
  const numbers = join([
    isWide && rightOf(formatBytes(sizeBytes), sizeColumns),
    rightOf(rate, rateColumns),
  ]);
  const start =
    (isWide ? bar : "") + rightOf(percent, isWide ? percentColumns + 1 : percentColumns);
  if (columns < partsFrom) return join([start, words || numbers]).trimEnd();
  return join([start, numbers, words]).trimEnd();
};

/** Words at the left of the columns for numbers, the size where all sizes are. */
const wordsAndSize = (words: string, { sizeBytes }: TransferView, columns: number): string =>
  columns < barFrom
    ? words
    : words.padEnd(barColumns + percentColumns + 1) +
      gap +
      rightOf(formatBytes(sizeBytes), sizeColumns);

/** What a row says behind the name. */
export const stateText = (view: TransferView, style: QueueRowStyle): string => {
  const { columns, trouble = null } = style;
  const word = queueWords.stateOf(view.state, { trouble: view.heldBy ?? trouble });
  switch (view.state) {
    case "uploading":
      return uploadingText(view, style);
    case "failed":
      // Its sign says the same, and a narrow window has room for the reason only.
      return join([
        (columns >= barFrom || view.error === null) && word,
        view.error && errorLine(view.error),
      ]);
    case "skipped":
      return join([word, view.error && errorLine(view.error)]);
    case "delivered":
      return join([
        word,
        view.verified && queueWords.verified[view.verified],
        // Where only one of both has room, that it is verified says more; the receipt has all of it.
        columns >= partsFrom && view.sha256 && queueWords.sha256(view.sha256),
      ]);
    case "waiting":
      return view.retry ? queueWords.retrying(view.retry) : wordsAndSize(word, view, columns);
    case "paused": {
      const share = view.ackedBytes > 0 ? formatPercent(view.ackedBytes, view.sizeBytes) : null;
      return wordsAndSize(join([word, share]), view, columns);
    }
    case "cancelled":
      return word;
    default:
      return assertNever(view.state);
  }
};

/** Green for delivered, red for "you must act", yellow for what goes on by itself. */
const tones: Readonly<Record<TransferStateName | "retrying", Tone>> = {
  waiting: "quiet",
  uploading: "accent",
  retrying: "warn",
  paused: "plain",
  delivered: "good",
  failed: "bad",
  skipped: "quiet",
  cancelled: "quiet",
};

/** So many bytes turn the sign of what moves by a quarter: at 20 KiB/s more than twice a second. */
const bytesATurn = 8 * 1024;

/** The sign of a transfer. What moves turns with its bytes, so that one sees it at any speed. */
export const signOf = (view: TransferView, symbols: Symbols): string => {
  if (view.retry) return symbols.state.retrying;
  if (view.state !== "uploading") return symbols.state[view.state];
  const turns = Math.floor((view.sentBytes ?? view.ackedBytes) / bytesATurn);
  return symbols.moving[turns % symbols.moving.length] ?? symbols.state.uploading;
};

/** Sign, name, and what becomes of it, each in its own column; the focus is a bar below the name. */
export const queueLine = (
  view: TransferView,
  style: QueueRowStyle,
  hasCursor: boolean,
): readonly Span[] => {
  const { columns, width, symbols } = style;
  const tone = tones[view.retry ? "retrying" : view.state];
  const room = statusColumns(columns);
  const nameColumns = Math.max(10, columns - 1 - 4 - gap.length - room);
  const name = cutMiddle(transferName(view, style), nameColumns, width, symbols.ellipsis);
  const words = stateText(view, style);
  const spare = nameColumns - width(name);
  const textColumns = columns - 6 - nameColumns;
  // Numbers stand below each other; a reason takes what a short name leaves.
  const isReason = view.state === "failed" || view.state === "skipped" || view.retry !== null;
  const taken = isReason ? Math.min(spare, Math.max(0, width(words) - textColumns)) : 0;
  const text = cutEnd(words, textColumns + taken, width, symbols.ellipsis);
  const textTone = view.state === "uploading" && !view.retry ? "plain" : tone;
  return [
    { text: hasCursor ? symbols.cursor : " ", tone: "accent", hasBar: hasCursor },
    { text: signOf(view, symbols), tone, hasBar: hasCursor },
    { text: ` ${name}`, tone: view.state === "failed" ? tone : "plain", hasBar: hasCursor },
    { text: `${padTo("", spare - taken, width)} ${gap}` },
    { text, tone: textTone },
  ];
};
