import { cursorMove, wireLength, type CursorPlace } from "./cursor-move.ts";
import { blank, isSameCell, type Cell, type LineCells } from "./line-cells.ts";
import { isSameOnSpaces, isSamePen, plainPen, styleChange, type Pen } from "./pen.ts";

/** What is to be written so far, and how the terminal stands then. */
export interface Drawing {
  readonly text: string;
  readonly pen: Pen;
  /** Null: not known. */
  readonly place: CursorPlace | null;
}

/** A row as it is shown and as it shall be. */
export interface RowChange {
  readonly row: number;
  readonly before: LineCells;
  readonly now: LineCells;
  readonly columns: number;
}

const eraseToEnd = "\u001B[K";
/** Gaps that are longer are jumped over in fewer bytes. */
const longestGap = 8;

const cellAt = ({ cells }: LineCells, column: number): Cell => cells[column] ?? blank;

const isWritten = ({ text, pen }: Cell, present: Pen): boolean =>
  text === " " ? isSameOnSpaces(pen, present) : isSamePen(pen, present);

/** Letters of the row that need no other pen. */
const writtenText = (now: LineCells, pen: Pen, from: number, to: number): string | null => {
  if (to - from > longestGap) return null;
  const cells = Array.from({ length: to - from }, (_, at) => cellAt(now, from + at));
  return cells.every((cell) => isWritten(cell, pen))
    ? cells.map(({ text }) => text ?? "").join("")
    : null;
};

const moved = (drawing: Drawing, { row, now }: RowChange, column: number): Drawing => {
  const { text, pen, place } = drawing;
  const way = cursorMove(place, row, column, (_, from, to) => writtenText(now, pen, from, to));
  return { text: text + way, pen, place: { row, column } };
};

const withPen = ({ text, pen, place }: Drawing, wanted: Pen): Drawing => ({
  text: text + styleChange(pen, wanted),
  pen: wanted,
  place,
});

/** What is erased takes the background that the pen has. */
const erased = (drawing: Drawing, change: RowChange, column: number): Drawing => {
  const { text, pen, place } = moved(drawing, change, column);
  const ready = isSameOnSpaces(pen, plainPen)
    ? { text, pen, place }
    : withPen({ text, pen, place }, plainPen);
  return { ...ready, text: ready.text + eraseToEnd };
};

/** The cell at a column, of which the cursor stands there already. */
const written = (drawing: Drawing, { row, now, columns }: RowChange, column: number): Drawing => {
  const cell = cellAt(now, column);
  if (cell.text === null) return drawing;
  const { text, pen, place } = isWritten(cell, drawing.pen) ? drawing : withPen(drawing, cell.pen);
  const next = column + (now.cells[column + 1]?.text === null ? 2 : 1);
  return {
    text: text + cell.text,
    pen,
    // Behind the last column a terminal may stand on it, or wait to wrap.
    place: place && { row, column: next >= columns ? null : next },
  };
};

const isChangedAt = ({ before, now }: RowChange, column: number): boolean =>
  !isSameCell(cellAt(before, column), cellAt(now, column));

/** Halves of a wide character are drawn with it. */
const isDrawnAt = (change: RowChange, column: number): boolean => {
  const isWide = cellAt(change.now, column + 1).text === null;
  return (
    cellAt(change.now, column).text !== null &&
    (isChangedAt(change, column) || (isWide && isChangedAt(change, column + 1)))
  );
};

/** The cell at a column, wherever the cursor stands; with its pen before the way there, or after it. */
const placed = (drawing: Drawing, change: RowChange, column: number): Drawing => {
  const { pen } = cellAt(change.now, column);
  const after = written(moved(drawing, change, column), change, column);
  if (isWritten(cellAt(change.now, column), drawing.pen)) return after;
  const before = written(moved(withPen(drawing, pen), change, column), change, column);
  return before.text.length < after.text.length ? before : after;
};

/** Where no column is known any more: all of the rest, from left to right. */
const drawUnsure = (drawing: Drawing, change: RowChange, from: number): Drawing => {
  let drawn = erased(drawing, change, from);
  for (let column = from; column < change.now.cells.length; column += 1)
    drawn = written(drawn, change, column);
  return { ...drawn, place: { row: change.row, column: null } };
};

const drawChanges = (drawing: Drawing, change: RowChange): Drawing => {
  const { before, now, columns } = change;
  const shared = Math.min(before.sureColumns, now.sureColumns, columns);
  // A wide character is drawn as a whole.
  const sure = cellAt(now, shared).text === null ? shared - 1 : shared;
  const end = Math.max(before.cells.length, now.cells.length);
  // What is blank to the end is erased: spaces would be copied with the text before them.
  const isCutShort = now.cells.length < before.cells.length && now.cells.length <= sure;
  let drawn = drawing;
  for (let column = 0; column < Math.min(sure, end); column += 1) {
    if (!isDrawnAt(change, column)) continue;
    if (isCutShort && column >= now.cells.length) break;
    drawn = placed(drawn, change, column);
  }
  if (isCutShort) return erased(drawn, change, now.cells.length);
  const isRestChanged = Array.from({ length: Math.max(0, end - sure) }, (_, at) => sure + at).some(
    (column) => isChangedAt(change, column),
  );
  return isRestChanged ? drawUnsure(drawn, change, sure) : drawn;
};

/** The row erased from its first change on, and what is to stand there then. */
const drawErased = (drawing: Drawing, change: RowChange): Drawing => {
  const { before, now, columns } = change;
  const end = Math.max(before.cells.length, now.cells.length);
  let first = 0;
  while (first < end && !isChangedAt(change, first)) first += 1;
  if (cellAt(now, first).text === null) first -= 1;
  if (first >= Math.min(before.sureColumns, columns)) return drawChanges(drawing, change);
  const left = { cells: before.cells.slice(0, first), sureColumns: columns };
  return drawChanges(erased(drawing, change, first), { ...change, before: left });
};

/** The row as it shall be, in as few bytes as it takes: only what has changed, or all behind the first change. */
export const drawLine = (drawing: Drawing, change: RowChange): Drawing => {
  const changed = drawChanges(drawing, change);
  const anew = drawErased(drawing, change);
  return wireLength(anew.text) < wireLength(changed.text) ? anew : changed;
};
