import stringWidth from "string-width";
import { toGraphemes } from "../../../domain/graphemes.ts";
import { isNarrow } from "../../../domain/narrow.ts";
import { applyStyle, isSameOnSpaces, isSamePen, plainPen, type Pen } from "./pen.ts";

/** What one column of a line shows. */
export interface Cell {
  /** One character as a person sees it; null: the second half of the wide one before. */
  readonly text: string | null;
  readonly pen: Pen;
}

/** A line of a frame, column by column. What lies behind its cells is blank. */
export interface LineCells {
  readonly cells: readonly Cell[];
  /** From here on only what is drawn from left to right stands where it should: terminals disagree about a width. */
  readonly sureColumns: number;
}

export const blank: Cell = { text: " ", pen: plainPen };

const escape = "\u001B";
const pieces = new RegExp(`${escape}\\[([\\d;]*)m|[^${escape}]+|${escape}`, "g");
/** Each is two, where nothing joins it to the next one: Chinese, kana, Hangul as syllables. */
const wide = /^[\u3001-\u3029\u3041-\u3096\u30A1-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF60]$/;

const isSure = (character: string): boolean => isNarrow(character) || wide.test(character);

/** True: both look alike. */
export const isSameCell = (a: Cell, b: Cell): boolean =>
  a.text === b.text && (a.text === " " ? isSameOnSpaces(a.pen, b.pen) : isSamePen(a.pen, b.pen));

/** A line with its SGR sequences as cells, `columns` at the most: behind those the terminal shows nothing. */
export const toLineCells = (line: string, columns: number): LineCells => {
  const cells: Cell[] = [];
  let sureColumns: number | null = null;
  let pen = plainPen;
  for (const [piece, style] of line.matchAll(pieces)) {
    if (style !== undefined) {
      pen = applyStyle(pen, style);
      continue;
    }
    // Nearly all lines: nothing to look up in tables.
    if (isNarrow(piece)) {
      for (const text of piece) cells.push({ text, pen });
      continue;
    }
    for (const text of toGraphemes(piece)) {
      if (sureColumns === null && !isSure(text)) sureColumns = cells.length;
      cells.push({ text, pen });
      // What takes no column of its own stays with the one before; Ink leaves none standing alone.
      for (let more = stringWidth(text); more > 1; more -= 1) cells.push({ text: null, pen });
    }
  }
  const shown = cells.slice(0, columns);
  const end = shown.findLastIndex((cell) => !isSameCell(cell, blank)) + 1;
  return { cells: shown.slice(0, end), sureColumns: sureColumns ?? columns };
};
