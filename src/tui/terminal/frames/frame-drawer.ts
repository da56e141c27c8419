import { nonEmpty } from "../../../domain/non-empty.ts";
import { drawLine, type Drawing } from "./draw-line.ts";
import { toLineCells, type LineCells } from "./line-cells.ts";
import { plainPen, styleChange } from "./pen.ts";

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** Knows what the terminal shows, and gives what makes the next frame of it. */
export interface FrameDrawer {
  /** A short text that draws the lines, which may have SGR sequences; null when nothing has changed. */
  draw(lines: readonly string[], size: FrameSize): string | null;
  /** Something else has been written: the next frame is drawn as a whole. */
  forget(): void;
}

interface ShownLine {
  readonly line: string;
  readonly cells: LineCells;
}

interface Shown extends FrameSize {
  readonly lines: readonly ShownLine[];
  readonly place: Drawing["place"];
}

const homeAndEraseDown = "\u001B[H\u001B[J";

const isSameSize = (a: FrameSize, b: FrameSize): boolean =>
  a.columns === b.columns && a.rows === b.rows;

export const createFrameDrawer = (): FrameDrawer => {
  let shown: Shown | null = null;
  return {
    forget: () => {
      shown = null;
    },
    draw: (lines, size) => {
      const { columns, rows } = size;
      const before = shown && isSameSize(shown, size) ? shown : null;
      const nothing: ShownLine = { line: "", cells: { cells: [], sureColumns: columns } };
      let drawing: Drawing = before
        ? { text: "", pen: plainPen, place: before.place }
        : { text: homeAndEraseDown, pen: plainPen, place: { row: 0, column: 0 } };
      // Where a list has moved, its lines are the ones of other rows.
      const seen = new Map(before?.lines.map((shownLine) => [shownLine.line, shownLine]));
      const now = Array.from({ length: rows }, (_, row): ShownLine => {
        const last = before?.lines[row] ?? nothing;
        const line = lines[row] ?? "";
        if (line === last.line) return last;
        const next = seen.get(line) ?? { line, cells: toLineCells(line, columns) };
        drawing = drawLine(drawing, { row, before: last.cells, now: next.cells, columns });
        return next;
      });
      shown = { columns, rows, lines: now, place: drawing.place };
      return nonEmpty(drawing.text + styleChange(drawing.pen, plainPen));
    },
  };
};
