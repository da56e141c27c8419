import { cutEnd, cutMiddle, type WidthOf } from "../../domain/display-name.ts";
import { nonEmpty } from "../../domain/non-empty.ts";
import type { Span } from "./Spans.tsx";
import type { Symbols, Tone } from "./theme.ts";

export interface FrameEdgeOptions {
  /** Safe to draw; cut in its middle where it is too long. */
  readonly title: string;
  readonly titleTone?: Tone | undefined;
  /** At the right end; left out where there is no room for it beside the title. */
  readonly note?: string | null | undefined;
  readonly columns: number;
  readonly width: WidthOf;
  readonly symbols: Symbols;
}

/** So much of the line is seen between title and note. */
const minRule = 2;

/** The top edge of a frame, with a title in it: "╭ Uploading 46 files ─── 62 of 99 MiB ╮". */
export const frameTop = (options: FrameEdgeOptions): readonly Span[] => {
  const { columns, width, symbols, titleTone = "plain" } = options;
  const [left, right] = symbols.corners;
  const inner = Math.max(0, columns - 4);
  const note = nonEmpty(options.note ?? null);
  const noteColumns = note === null ? 0 : width(note) + 2;
  const hasNote =
    note !== null && inner - noteColumns - minRule >= Math.min(12, width(options.title));
  const room = inner - minRule - (hasNote ? noteColumns : 0);
  const title = cutMiddle(options.title, Math.max(0, room), width, symbols.ellipsis);
  const rule = Math.max(0, inner - 1 - width(title) - (hasNote ? noteColumns - 1 : 0));
  return [
    { text: `${left} `, tone: "quiet" },
    { text: title, tone: titleTone, isBold: true },
    { text: ` ${symbols.rule.repeat(rule)}`, tone: "quiet" },
    ...(hasNote ? [{ text: ` ${note}` }] : []),
    { text: hasNote ? ` ${right}` : `${symbols.rule}${right}`, tone: "quiet" },
  ];
};

/** The edge of a frame without a title. */
export const frameLine = (
  side: "top" | "bottom",
  columns: number,
  symbols: Symbols,
): readonly Span[] => {
  const [topLeft, topRight, bottomLeft, bottomRight] = symbols.corners;
  const rule = symbols.rule.repeat(Math.max(0, columns - 2));
  const text = side === "top" ? topLeft + rule + topRight : bottomLeft + rule + bottomRight;
  return [{ text, tone: "quiet" }];
};

/** One line within a frame, filled up to its sides. */
export const framed = (
  spans: readonly Span[],
  columns: number,
  width: WidthOf,
  symbols: Symbols,
): readonly Span[] => {
  const inner = Math.max(0, columns - 4);
  let room = inner;
  const shown: Span[] = [];
  for (const span of spans) {
    const text = cutEnd(span.text, room, width, symbols.ellipsis);
    room -= width(text);
    if (text !== "") shown.push({ ...span, text });
  }
  return [
    { text: `${symbols.side} `, tone: "quiet" },
    ...shown,
    { text: " ".repeat(Math.max(0, room)) },
    { text: ` ${symbols.side}`, tone: "quiet" },
  ];
};
