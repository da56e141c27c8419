import type { FolderEntry } from "../../../services/ports/file-source.ts";

/** An entry with what it is sorted by, computed once: a folder may have 100,000 of them. */
export interface BrowserRow {
  readonly entry: FolderEntry;
  /** Folders come first. */
  readonly rank: 0 | 1;
  /** Lower case, so that "B" stands beside "b". */
  readonly sortName: string;
}

/** All and shown rows of a folder not read yet: one array, since the shown ones are all as long as none is hidden. */
export const noRows: readonly BrowserRow[] = [];

export type SortBy = "name" | "size" | "modified";

export interface RowOrder {
  readonly sort: SortBy;
  readonly descending: boolean;
}

export interface RowFilter {
  readonly text: string;
  readonly showHidden: boolean;
}

export type CompareRows = (a: BrowserRow, b: BrowserRow) => number;

/** Two orders at most are asked of each pair: with 100,000 names it is this that takes the time. */
const compareNames: CompareRows = (a, b) => {
  if (a.sortName < b.sortName) return -1;
  if (a.sortName > b.sortName) return 1;
  return a.entry.name < b.entry.name ? -1 : a.entry.name > b.entry.name ? 1 : 0;
};

const byName: CompareRows = (a, b) => a.rank - b.rank || compareNames(a, b);

/** Folders first, then by the chosen value, then by name. */
export const compareBy = ({ sort, descending }: RowOrder): CompareRows => {
  if (sort === "name") {
    return descending ? (a, b) => a.rank - b.rank || compareNames(b, a) : byName;
  }
  const sign = descending ? -1 : 1;
  const value = sort === "size" ? "sizeBytes" : "mtimeMs";
  return (a, b) =>
    a.rank - b.rank || (a.entry[value] - b.entry[value]) * sign || compareNames(a, b);
};

export const toRow = (entry: FolderEntry): BrowserRow => ({
  entry,
  rank: entry.kind === "folder" ? 0 : 1,
  sortName: entry.name.toLowerCase(),
});

/** Two sorted lists as one. */
export const mergeRows = (
  sorted: readonly BrowserRow[],
  added: readonly BrowserRow[],
  compare: CompareRows,
): readonly BrowserRow[] => {
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
export const filterRows = (
  rows: readonly BrowserRow[],
  { text, showHidden }: RowFilter,
): readonly BrowserRow[] => {
  if (text === "" && showHidden) return rows;
  const wanted = text.toLowerCase();
  const shown = rows.filter(
    ({ entry, sortName }) =>
      (showHidden || !entry.name.startsWith(".")) && sortName.includes(wanted),
  );
  return shown.length === rows.length ? rows : shown;
};

/** Where a row stands, or would stand, in a sorted list. */
export const rowIndex = (
  rows: readonly BrowserRow[],
  row: BrowserRow,
  compare: CompareRows,
): number => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = rows[middle];
    if (there && compare(there, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * The rows with sizes and times that have been read since. Sorted by name they stay where they are; else the
 * whole list is sorted again.
 */
export const withDetails = (
  rows: readonly BrowserRow[],
  details: readonly FolderEntry[],
  order: RowOrder,
): readonly BrowserRow[] => {
  const compare = compareBy(order);
  if (order.sort !== "name") {
    const byName = new Map(details.map((entry) => [entry.name, entry]));
    return rows
      .map((row) => {
        const entry = byName.get(row.entry.name);
        return entry ? { ...row, entry } : row;
      })
      .sort(compare);
  }
  const next = rows.slice();
  for (const entry of details) {
    const row = toRow(entry);
    const at = rowIndex(rows, row, compare);
    if (rows[at]?.entry.name === entry.name) next[at] = row;
  }
  return next;
};
