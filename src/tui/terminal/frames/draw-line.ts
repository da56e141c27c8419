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

/** A drawing while it is made: of a page that scrolls every cell is met, by code that seldom runs. */
type Draft = { -readonly [Key in keyof Drawing]: Drawing[Key] };

const eraseToEnd = "\u001B[K";
/** Gaps that are longer are jumped over in fewer bytes. */
const longestGap = 8;
/** A row that takes no more has nothing to gain from being erased first. */
const shortChange = 24;

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

const move = (draft: Draft, { row, now }: RowChange, column: number): void => {
  const { place, pen } = draft;
  if (place?.row === row && place.column === column) return;
  draft.text += cursorMove(place, row, column, (_, from, to) => writtenText(now, pen, from, to));
  draft.place = { row, column };
};

const takePen = (draft: Draft, wanted: Pen): void => {
  draft.text += styleChange(draft.pen, wanted);
  draft.pen = wanted;
};

/** What is erased takes the background that the pen has. */
const erase = (draft: Draft, change: RowChange, column: number): void => {
  move(draft, change, column);
  if (!isSameOnSpaces(draft.pen, plainPen)) takePen(draft, plainPen);
  draft.text += eraseToEnd;
};

/** The cell at a column, where the cursor stands already. */
const write = (draft: Draft, { row, now, columns }: RowChange, column: number): void => {
  const cell = cellAt(now, column);
  if (cell.text === null) return;
  if (!isWritten(cell, draft.pen)) takePen(draft, cell.pen);
  draft.text += cell.text;
  const next = column + (now.cells[column + 1]?.text === null ? 2 : 1);
  // Behind the last column a terminal may stand on it, or wait to wrap.
  draft.place = { row, column: next >= columns ? null : next };
};

/** The cell at a column, wherever the cursor stands; with its pen before the way there, or after it. */
const drawCell = (draft: Draft, change: RowChange, column: number): void => {
  const cell = cellAt(change.now, column);
  const { row, column: present } = draft.place ?? { row: null, column: null };
  const isThere = row === change.row && present === column;
  if (!isThere && !isWritten(cell, draft.pen)) {
    const after = { ...draft };
    move(after, change, column);
    takePen(after, cell.pen);
    takePen(draft, cell.pen);
    move(draft, change, column);
    if (after.text.length <= draft.text.length) Object.assign(draft, after);
  } else move(draft, change, column);
  write(draft, change, column);
};

const isChangedAt = ({ before, now }: RowChange, column: number): boolean =>
  !isSameCell(cellAt(before, column), cellAt(now, column));

/** Halves of a wide character are drawn with it. */
const isDrawnAt = (change: RowChange, column: number): boolean => {
  if (cellAt(change.now, column).text === null) return false;
  return (
    isChangedAt(change, column) ||
    (change.now.cells[column + 1]?.text === null && isChangedAt(change, column + 1))
  );
};

/** Where no column is known any more: all of the rest, from left to right. */
const drawUnsure = (draft: Draft, change: RowChange, from: number): void => {
  erase(draft, change, from);
  for (let column = from; column < change.now.cells.length; column += 1)
    write(draft, change, column);
  draft.place = { row: change.row, column: null };
};

const hasChangeFrom = (change: RowChange, from: number, end: number): boolean => {
  for (let column = from; column < end; column += 1) if (isChangedAt(change, column)) return true;
  return false;
};

const drawChanges = (drawing: Drawing, change: RowChange): Drawing => {
  const { before, now, columns } = change;
  const draft: Draft = { ...drawing };
  const shared = Math.min(before.sureColumns, now.sureColumns, columns);
  // A wide character is drawn as a whole.
  const sure = cellAt(now, shared).text === null ? shared - 1 : shared;
  const end = Math.max(before.cells.length, now.cells.length);
  // What is blank to the end is erased: spaces would be copied with the text before them.
  const isCutShort = now.cells.length < before.cells.length && now.cells.length <= sure;
  const drawnEnd = Math.min(sure, isCutShort ? now.cells.length : end);
  for (let column = 0; column < drawnEnd; column += 1)
    if (isDrawnAt(change, column)) drawCell(draft, change, column);
  if (isCutShort) erase(draft, change, now.cells.length);
  else if (hasChangeFrom(change, sure, end)) drawUnsure(draft, change, sure);
  return draft;
};

/** The row erased from its first change on, and what is to stand there then. */
const drawErased = (drawing: Drawing, change: RowChange): Drawing => {
  const { before, now, columns } = change;
  const end = Math.max(before.cells.length, now.cells.length);
  let first = 0;
  while (first < end && !isChangedAt(change, first)) first += 1;
  if (cellAt(now, first).text === null) first -= 1;
  if (first >= Math.min(before.sureColumns, columns)) return drawChanges(drawing, change);
  const draft: Draft = { ...drawing };
  erase(draft, change, first);
  const left = { cells: before.cells.slice(0, first), sureColumns: columns };
  return drawChanges(draft, { ...change, before: left });
};

/** The row as it shall be, in as few bytes as it takes: only what has changed, or all behind the first change. */
export const drawLine = (drawing: Drawing, change: RowChange): Drawing => {
  const changed = drawChanges(drawing, change);
  if (changed.text.length - drawing.text.length <= shortChange) return changed;
  const anew = drawErased(drawing, change);
  return wireLength(anew.text) < wireLength(changed.text) ? anew : changed;
};
