import { notNarrow } from "../../src/domain/narrow.ts";

/**
 * What patches/ink.ts adds to Ink's Output: `plainRow(writes, width)` gives a row as text, or undefined where it has to be
 * cut into cells. Letters that are one column each, in colours that end where they do, can be written one behind the other
 * as they are. Each text is measured once, since most rows of a frame were there before.
 */
export const plainRows = `
const notNarrow = ${String(notNarrow)};
const ends = new Map([[1, 22], [2, 22], [3, 23], [4, 24], [7, 27], [9, 29], [38, 39], [48, 49]]);
const endOfStyle = (code) =>
  (code >= 30 && code < 38) || (code >= 90 && code < 98) ? 39 :
  (code >= 40 && code < 48) || (code >= 100 && code < 108) ? 49 : ends.get(code);
let plainColumns = new Map();
const measurePlain = (text) => {
  const open = new Set();
  let columns = 0;
  for (const [piece, code] of text.matchAll(/\\u001B\\[(\\d+)(?:;5;\\d+|;2;\\d+;\\d+;\\d+)?m|[^\\u001B]+|\\u001B/g)) {
    if (code === undefined) {
      if (notNarrow.test(piece)) return -1;
      columns += piece.length;
      continue;
    }
    const end = endOfStyle(Number(code));
    if (end !== undefined) open.add(end);
    else if (!open.delete(Number(code))) return -1;
  }
  return open.size === 0 ? columns : -1;
};
/** -1: it is no such text. */
const columnsOfPlain = (text) => {
  let columns = plainColumns.get(text);
  if (columns === undefined) {
    columns = measurePlain(text);
    if (plainColumns.size > 2_000) plainColumns = new Map();
    plainColumns.set(text, columns);
  }
  return columns;
};
const plainRow = (writes, width) => {
  let row = '';
  let column = 0;
  for (const { operation, line, clip } of writes) {
    const { x, text, transformers } = operation;
    if (x < column || line !== 0 || text.includes('\\n')) return undefined;
    const styled = transformers.reduce((before, transform) => transform(before, 0), text);
    const columns = columnsOfPlain(styled);
    if (columns < 0 || columns !== columnsOfPlain(text)) return undefined;
    if (x < (clip?.x1 ?? 0) || x + columns > Math.min(width, clip?.x2 ?? width)) return undefined;
    row += ' '.repeat(x - column) + styled;
    column = x + columns;
  }
  return row.trimEnd();
};`;
