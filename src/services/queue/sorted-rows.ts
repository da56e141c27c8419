/** Anything with a place in an order. */
export interface Ranked {
  readonly rank: number;
}

/**
 * Rows by rank, lowest first. Adding at the end and taking the first cost nothing even with 100,000 rows, and any
 * window is a slice.
 */
export interface SortedRows<T extends Ranked> {
  add(row: T): void;
  remove(row: T): void;
  /** All of it is these now. */
  fill(rows: readonly T[]): void;
  readonly size: number;
  first(): T | null;
  /** Rows `from` to `from + count`, counted from the first or from the last. */
  window(from: number, count: number, side: "first" | "last"): readonly T[];
}

/** So many empty places at the front are worth one move of the rest. */
const maxEmptySlots = 1_024;

export const createSortedRows = <T extends Ranked>(): SortedRows<T> => {
  let rows: T[] = [];
  /** Rows before this index are gone. */
  let head = 0;

  /** First index whose rank is not lower. */
  const indexOf = (rank: number): number => {
    let low = head;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rows[middle]?.rank ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const dropFirst = (): void => {
    head += 1;
    if (head < maxEmptySlots || head * 2 < rows.length) return;
    rows = rows.slice(head);
    head = 0;
  };

  return {
    add: (row) => {
      const last = rows.at(-1);
      if (!last || rows.length === head || last.rank < row.rank) {
        rows.push(row);
        return;
      }
      const index = indexOf(row.rank);
      if (index === head && head > 0) {
        head -= 1;
        rows[head] = row;
      } else rows.splice(index, 0, row);
    },
    remove: (row) => {
      const index = indexOf(row.rank);
      if (rows[index] !== row) return;
      if (index === head) dropFirst();
      else rows.splice(index, 1);
    },
    fill: (all) => {
      rows = all.toSorted((a, b) => a.rank - b.rank);
      head = 0;
    },
    get size() {
      return rows.length - head;
    },
    first: () => rows[head] ?? null,
    window: (from, count, side) => {
      if (side === "first") return rows.slice(head + from, head + from + count);
      const end = Math.max(head, rows.length - from);
      return rows.slice(Math.max(head, end - count), end).toReversed();
    },
  };
};
