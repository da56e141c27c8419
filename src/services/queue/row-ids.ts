import { createHexColumn } from "./hex-column.ts";

/** The ids of many rows. */
export interface RowIds {
  write(row: number, id: string): void;
  read(row: number): string;
}

const uuidBytes = 16;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

const toUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

/** Ids of `count` rows, in half the bytes where they are UUIDs in lower case; "" before one is written. */
export const createRowIds = (count: number): RowIds => {
  const uuids = createHexColumn(count, uuidBytes);
  const others = new Map<number, string>();
  return {
    write: (row, id) => {
      if (uuidPattern.test(id)) {
        uuids.write(row, id.replaceAll("-", ""));
        others.delete(row);
      } else others.set(row, id);
    },
    read: (row) => others.get(row) ?? toUuid(uuids.read(row)),
  };
};
