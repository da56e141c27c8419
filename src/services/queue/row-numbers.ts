import type { Transfer } from "../../domain/transfer.ts";

/** The numbers of a transfer. */
export type TransferNumbers = Pick<
  Transfer,
  "fingerprint" | "queuedAtMs" | "startedAtMs" | "endedAtMs"
>;

/** The numbers of many rows. */
export interface RowNumbers {
  write(row: number, numbers: TransferNumbers): void;
  read(row: number): TransferNumbers;
  sizeBytes(row: number): number;
}

const columns = 8;

/** Stands for what there is not: no number of a file or a time is one. */
const none = Number.NaN;
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Numbers of `count` rows, all of them 0 at first. */
export const createRowNumbers = (count: number): RowNumbers => {
  const numbers = new Float64Array(count * columns);
  const at = (row: number, column: number): number => numbers[row * columns + column] ?? none;

  return {
    sizeBytes: (row) => at(row, 0),
    write: (row, { fingerprint, queuedAtMs, startedAtMs, endedAtMs }) => {
      const { sizeBytes, mtimeMs, inode, device, changedMs = none } = fingerprint;
      const times = [queuedAtMs, startedAtMs ?? none, endedAtMs ?? none];
      numbers.set([sizeBytes, mtimeMs, inode, device, changedMs, ...times], row * columns);
    },
    read: (row) => {
      const changedMs = orNull(at(row, 4));
      return {
        fingerprint: {
          sizeBytes: at(row, 0),
          mtimeMs: at(row, 1),
          inode: at(row, 2),
          device: at(row, 3),
          ...(changedMs !== null && { changedMs }),
        },
        queuedAtMs: at(row, 5),
        startedAtMs: orNull(at(row, 6)),
        endedAtMs: orNull(at(row, 7)),
      };
    },
  };
};
