import {
  transferStateNames,
  type TransferState,
  type TransferStateName,
} from "../../domain/transfer.ts";
import { createHexColumn } from "./hex-column.ts";

/** The states of many rows. */
export interface RowStates {
  write(row: number, state: TransferState): void;
  read(row: number): TransferState;
  name(row: number): TransferStateName;
}

const uuidBytes = 16;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

const toUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

/** One object for all that have no more to say. */
const plainStates = {
  waiting: { name: "waiting" },
  uploading: { name: "uploading" },
  paused: { name: "paused" },
  cancelled: { name: "cancelled" },
} as const;

/** States of `count` rows; of a row that has been given none: the first of all. */
export const createRowStates = (count: number): RowStates => {
  const names = new Uint8Array(count);
  const receiptIds = createHexColumn(count, uuidBytes);
  /** Why it failed or was skipped, or a receipt whose id is none of ours. */
  const kept = new Map<number, TransferState>();
  const nameOf = (row: number): TransferStateName =>
    transferStateNames[names[row] ?? 0] ?? "waiting";

  return {
    name: nameOf,
    write: (row, state) => {
      names[row] = transferStateNames.indexOf(state.name);
      kept.delete(row);
      if (state.name === "delivered" && uuidPattern.test(state.receiptId))
        receiptIds.write(row, state.receiptId.replaceAll("-", ""));
      else if (!(state.name in plainStates)) kept.set(row, state);
    },
    read: (row) => {
      const name = nameOf(row);
      const state = kept.get(row);
      if (state) return state;
      if (name === "delivered") return { name, receiptId: toUuid(receiptIds.read(row)) };
      if (name === "failed" || name === "skipped") throw new Error(`no error of what ${name}`);
      return plainStates[name];
    },
  };
};
