/** Ids and sums of many rows, in half the bytes that their digits take. */
export interface HexColumn {
  /** `digits`: lower-case hex, as many as the column is wide. */
  write(row: number, digits: string): void;
  read(row: number): string;
}

/** `bytesEach` of `count` rows; no memory before the first is written. */
export const createHexColumn = (count: number, bytesEach: number): HexColumn => {
  let bytes: Buffer | null = null;
  return {
    write: (row, digits) => {
      bytes ??= Buffer.alloc(count * bytesEach);
      bytes.write(digits, row * bytesEach, bytesEach, "hex");
    },
    read: (row) => bytes?.toString("hex", row * bytesEach, (row + 1) * bytesEach) ?? "",
  };
};
