/** A long list with lines between its rows. */
export interface LinesAround<Line> {
  /** First row that is wanted, and how many rows there are. */
  readonly top: number;
  readonly count: number;
  readonly cursor: number;
  /** Lines that there is room for. */
  readonly height: number;
  /** What stands above rows that belong together; null for nothing. */
  readonly headingOf: (row: number) => string | null;
  readonly toHeading: (heading: string) => Line;
  readonly toLine: (row: number, hasCursor: boolean) => Line;
}

/** The lines from `top` on, as many as there is room for. The row with the cursor is always among them. */
export const linesAround = <Line>(list: LinesAround<Line>): readonly Line[] => {
  const { top, count, cursor, height, headingOf, toHeading, toLine } = list;
  const lines: Line[] = [];
  let shown: string | null = null;
  let cursorLine = 0;
  for (let row = top; row < count && lines.length < height * 2; row += 1) {
    const heading = headingOf(row);
    if (heading !== null && heading !== shown) lines.push(toHeading(heading));
    shown = heading;
    if (row === cursor) cursorLine = lines.length;
    lines.push(toLine(row, row === cursor));
  }
  const first = Math.max(0, cursorLine - height + 1);
  return lines.slice(first, first + height);
};
