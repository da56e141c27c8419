import {
  compareByName,
  compareNames,
  rankOf,
  type FolderEntry,
  type NameOrder,
} from "../../../domain/folder-entry.ts";
import type { SortBy } from "../../../domain/settings.ts";
import type { PackedFolder } from "../../../domain/packed-folder.ts";
import { PackedRows } from "./packed-rows.ts";

/** An entry with what it is sorted by, computed once: a folder may have 100,000 of them. */
export interface BrowserRow extends NameOrder {
  readonly entry: FolderEntry;
}

/** Sorted rows: as many objects, or a large folder in one piece. */
export type Rows = readonly BrowserRow[] | PackedRows;

/** All and shown rows of a folder not read yet: one array, since the shown ones are all as long as none is hidden. */
export const noRows: Rows = [];

export interface RowOrder {
  readonly sort: SortBy;
  readonly descending: boolean;
}

export interface RowFilter {
  readonly text: string;
  readonly showHidden: boolean;
}

export type CompareRows = (a: BrowserRow, b: BrowserRow) => number;

/** Folders first, then by the chosen value, then by name. */
export const compareBy = ({ sort, descending }: RowOrder): CompareRows => {
  if (sort === "name") {
    return descending ? (a, b) => a.rank - b.rank || compareNames(b, a) : compareByName;
  }
  const sign = descending ? -1 : 1;
  const value = sort === "size" ? "sizeBytes" : "mtimeMs";
  return (a, b) =>
    a.rank - b.rank || (a.entry[value] - b.entry[value]) * sign || compareNames(a, b);
};

export const toRow = (entry: FolderEntry): BrowserRow => ({
  entry,
  rank: rankOf(entry.kind),
  sortName: entry.name.toLowerCase(),
});

/** The rows one by one. */
const toArray = (rows: Rows): readonly BrowserRow[] =>
  rows instanceof PackedRows ? Array.from(rows) : rows;

/** The same rows in another order. */
export const sortRows = (rows: Rows, order: RowOrder): readonly BrowserRow[] =>
  toArray(rows).toSorted(compareBy(order));

/** A large folder, which is sorted by name, in the order that is wanted. */
export const packedRows = (folder: PackedFolder, order: RowOrder): Rows => {
  const rows = new PackedRows(folder);
  return order.sort === "name" && !order.descending ? rows : sortRows(rows, order);
};

/** Two sorted lists as one. */
export const mergeRows = (
  before: Rows,
  more: Rows,
  compare: CompareRows,
): readonly BrowserRow[] => {
  const sorted = toArray(before);
  const added = toArray(more);
  const lastSorted = sorted.at(-1);
  const firstAdded = added[0];
  if (!lastSorted) return added;
  if (!firstAdded) return sorted;
  // Disks often give names in order, or in runs.
  if (compare(lastSorted, firstAdded) <= 0) return [...sorted, ...added];
  const merged: BrowserRow[] = [];
  let left = 0;
  let right = 0;
  for (let a = sorted[left], b = added[right]; a && b; a = sorted[left], b = added[right]) {
    if (compare(a, b) <= 0) {
      merged.push(a);
      left += 1;
    } else {
      merged.push(b);
      right += 1;
    }
  }
  return merged.concat(sorted.slice(left), added.slice(right));
};

/** Those that the screen shows; the same list when it shows all. */
export const filterRows = (rows: Rows, filter: RowFilter): Rows => {
  if (rows instanceof PackedRows) return rows.filter(filter);
  const { text, showHidden } = filter;
  if (text === "" && showHidden) return rows;
  const wanted = text.toLowerCase();
  const shown = rows.filter(
    ({ entry, sortName }) =>
      (showHidden || !entry.name.startsWith(".")) && sortName.includes(wanted),
  );
  return shown.length === rows.length ? rows : shown;
};

/** Where a row stands, or would stand, in a sorted list. */
export const rowIndex = (rows: Rows, row: BrowserRow, compare: CompareRows): number => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = rows.at(middle);
    if (there && compare(there, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Where a name stands, or -1. Rows are sorted, but by what the name alone does not tell. */
export const rowOfName = (rows: Rows, name: string): number =>
  rows instanceof PackedRows
    ? rows.indexOfName(name)
    : rows.findIndex(({ entry }) => entry.name === name);

/**
 * The rows with sizes and times that have been read since. Sorted by name they stay where they are; else the
 * whole list is sorted again.
 */
export const withDetails = (rows: Rows, details: readonly FolderEntry[], order: RowOrder): Rows => {
  const compare = compareBy(order);
  if (order.sort !== "name" && !(rows instanceof PackedRows)) {
    const byName = new Map(details.map((entry) => [entry.name, entry]));
    return rows
      .map((row) => {
        const entry = byName.get(row.entry.name);
        return entry ? { ...row, entry } : row;
      })
      .sort(compare);
  }
  const found = details.flatMap((entry): readonly (readonly [number, FolderEntry])[] => {
    const at = rowIndex(rows, toRow(entry), compare);
    return rows.at(at)?.entry.name === entry.name ? [[at, entry]] : [];
  });
  if (rows instanceof PackedRows) return rows.withDetails(found);
  const next = rows.slice();
  for (const [at, entry] of found) next[at] = toRow(entry);
  return next;
};
