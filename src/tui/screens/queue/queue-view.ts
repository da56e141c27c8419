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
import { formatPercent, formatRate } from "../../../domain/format.ts";
import type { TransferStateName } from "../../../domain/transfer.ts";
import type { TransferView } from "../../../services/ports/transfer-view.ts";
import { progressBarText } from "../../widgets/progress-bar-text.ts";
import type { ListLine } from "../../widgets/List.tsx";
import type { Symbols, Tone } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { queueWords } from "../../../words/queue.ts";

export interface QueueRowStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly symbols: Symbols;
  /** Where the app delivers to now: keys there are shown without it. */
  readonly here: { readonly bucket: string; readonly prefix: string };
}

const barFrom = 60;
const barColumns = 16;

const bar = (share: number, symbols: Symbols): string =>
  progressBarText({ acked: share, sent: share }, barColumns, symbols);

/** The name of a transfer in the queue: its key below the destination, or bucket and key when it goes elsewhere. */
export const transferName = (
  { target, path: at }: TransferView,
  { here }: Pick<QueueRowStyle, "here">,
): string => {
  const { bucket, key } = target;
  if (bucket !== here.bucket) return displayName(`${bucket}/${key}`);
  const below = key.startsWith(here.prefix) ? key.slice(here.prefix.length) : key;
  return displayName(nonEmpty(below) ?? path.basename(at));
};

const join = (parts: readonly (string | null | false)[]) => joinTexts(parts, "  ");

const uploadingText = (view: TransferView, { columns, symbols }: QueueRowStyle): string => {
  const { ackedBytes, sizeBytes, retry } = view;
  if (retry) return queueWords.retrying(retry);
  const isWide = columns >= barFrom;
  if (view.isVerifying) {
    return join([isWide && bar(0.99, symbols), queueWords.verifying]);
  }
  // 100 % is only said of what the store confirmed, an empty file too.
  const wholeBytes = Math.max(1, sizeBytes);
  const percent = formatPercent(Math.min(ackedBytes, wholeBytes - 1), wholeBytes).padStart(3);
  return join([
    isWide && bar(sizeBytes > 0 ? ackedBytes / sizeBytes : 0, symbols),
    percent,
    isWide && view.partsTotal > 1 && queueWords.parts(view.partsDone, view.partsTotal),
    view.resumedFromPart !== null &&
      view.partsDone < view.resumedFromPart &&
      queueWords.goingOn(view.resumedFromPart),
    view.rateBytesPerSecond === null ? null : formatRate(view.rateBytesPerSecond),
  ]);
};

/** What a row says behind the name. */
export const stateText = (view: TransferView, style: QueueRowStyle): string => {
  const word = queueWords.state[view.state];
  switch (view.state) {
    case "uploading":
      return uploadingText(view, style);
    case "failed":
    case "skipped":
      return join([word, view.error && errorLine(view.error)]);
    case "delivered":
      return join([
        word,
        // Where only one of both has room, that it is verified says more; the receipt has all of it.
        style.columns >= barFrom && view.sha256 && queueWords.sha256(view.sha256),
        view.verified && queueWords.verified[view.verified],
      ]);
    case "waiting":
      return view.retry ? queueWords.retrying(view.retry) : word;
    case "paused":
      return view.ackedBytes > 0
        ? join([word, formatPercent(view.ackedBytes, view.sizeBytes)])
        : word;
    case "cancelled":
      return word;
    default:
      return assertNever(view.state);
  }
};

const tones: Readonly<Partial<Record<TransferStateName, Tone>>> = {
  failed: "bad",
  delivered: "good",
  skipped: "quiet",
  cancelled: "quiet",
};

/** A third for the name, the rest for what becomes of it; what changes most often stands at the end. */
export const queueLine = (
  view: TransferView,
  style: QueueRowStyle,
  hasCursor: boolean,
): ListLine => {
  const { columns, width, symbols } = style;
  const isAlarm = view.state === "failed";
  const start = ` ${hasCursor ? symbols.focus : " "}${isAlarm ? symbols.attention : " "} `;
  const nameColumns = Math.max(12, Math.min(72, Math.floor(columns * 0.28)));
  const name = cutMiddle(transferName(view, style), nameColumns, width, symbols.ellipsis);
  const room = columns - 1 - width(start) - nameColumns - 2;
  const text = cutEnd(stateText(view, style), room, width, symbols.ellipsis);
  return {
    text: `${start}${padTo(name, nameColumns, width)}  ${text}`,
    tone: hasCursor ? "accent" : (tones[view.state] ?? "plain"),
  };
};
