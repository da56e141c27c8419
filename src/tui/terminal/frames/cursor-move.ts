/** Where the terminal's cursor stands, from 0. Null: not known, as behind the last column. */
export interface CursorPlace {
  readonly row: number;
  readonly column: number | null;
}

/** What stands in a row's columns, as it would be written with the present pen; null: it takes more than letters. */
export type WrittenText = (row: number, from: number, to: number) => string | null;

const escape = "\u001B[";
/** A parameter that is left out is 1. */
const count = (value: number): string => (value === 1 ? "" : String(value));

const absolute = (row: number, column: number): string =>
  column === 0 ? `${escape}${count(row + 1)}H` : `${escape}${count(row + 1)};${count(column + 1)}H`;

/** Units on the wire: the terminal's driver makes two bytes of a newline (ONLCR). */
export const wireLength = (text: string): number => text.length + text.split("\n").length - 1;

const withinRow = (
  row: number,
  from: number | null,
  to: number,
  written: WrittenText,
): readonly string[] => {
  const anywhere = to === 0 ? ["\r"] : [`${escape}${count(to + 1)}G`];
  if (from === null) return anywhere;
  if (from === to) return [""];
  if (from > to) return [...anywhere, "\b".repeat(from - to)];
  const text = written(row, from, to);
  return [...anywhere, `${escape}${count(to - from)}C`, ...(text === null ? [] : [text])];
};

/**
 * The shortest way from one place to another: a number of columns or the place itself, newlines, or what stands
 * between, written once more. Without "next line" (CSI E), which mosh does not know.
 */
export const cursorMove = (
  from: CursorPlace | null,
  row: number,
  column: number,
  written: WrittenText,
): string => {
  const ways = [absolute(row, column)];
  if (from?.row === row) ways.push(...withinRow(row, from.column, column, written));
  else if (from !== null && from.row < row) {
    const down = "\n".repeat(row - from.row);
    ways.push(...withinRow(row, 0, column, written).map((across) => down + across));
  }
  return ways.reduce((best, way) => (wireLength(way) < wireLength(best) ? way : best));
};
