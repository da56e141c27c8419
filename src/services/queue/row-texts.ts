/** The texts of many rows, without an object for each. */
export interface RowTexts {
  /** The text of a row; null where it has been given none. */
  read(row: number): string | null;
  /** Gives a row another text, which has to be well-formed: it is kept as UTF-8. */
  write(row: number, text: string): void;
}

/** For names of a usual length. */
const firstBytesEach = 32;

/** Texts of `count` rows. What is written over is kept until all of them go: it is seldom. */
export const createRowTexts = (count: number): RowTexts => {
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let bytes = Buffer.allocUnsafeSlow(count * firstBytesEach);
  // So that an empty text has an end of its own.
  let filled = 1;

  const grow = (atLeast: number): void => {
    if (atLeast <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(atLeast, bytes.length * 2));
    bytes.copy(larger, 0, 0, filled);
    bytes = larger;
  };
  const read = (row: number): string | null => {
    const end = ends[row] ?? 0;
    return end === 0 ? null : bytes.toString("utf8", starts[row], end);
  };

  return {
    read,
    write: (row, text) => {
      if (read(row) === text) return;
      grow(filled + Buffer.byteLength(text));
      starts[row] = filled;
      filled += bytes.write(text, filled);
      ends[row] = filled;
    },
  };
};
