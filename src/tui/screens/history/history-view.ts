import { cutMiddle, displayName, padTo, type WidthOf } from "../../../domain/display-name.ts";
import { formatBytes, formatWhen } from "../../../domain/format.ts";
import type { Receipt } from "../../../domain/receipt.ts";
import type { Symbols } from "../../widgets/theme.ts";
import { queueWords } from "../../../words/queue.ts";

export interface HistoryStyle {
  readonly columns: number;
  readonly width: WidthOf;
  readonly nowMs: number;
  readonly symbols: Symbols;
}

/** One delivered file in one line: where it is, its size, when, and the proof. */
export const historyLine = (receipt: Receipt, style: HistoryStyle, hasCursor: boolean): string => {
  const { columns, width, nowMs, symbols } = style;
  const start = ` ${hasCursor ? symbols.focus : " "} `;
  const size = formatBytes(receipt.bytes).padStart(10);
  const when = formatWhen(receipt.endedAtMs, nowMs);
  const proof = receipt.verified === "none" ? "" : queueWords.verified["crc32-full-object"];
  const end = columns < 60 ? size : `${size}  ${padTo(when, 12, width)}  ${proof.padEnd(8)}`;
  const room = columns - 1 - width(start) - width(end) - 1;
  const name = displayName(`${receipt.bucket}/${receipt.key}`);
  return `${start}${padTo(cutMiddle(name, room, width, symbols.ellipsis), room, width)} ${end}`;
};
