import {
  transferStateNames,
  type TransferState,
  type TransferStateName,
} from "../../domain/transfer.ts";
import { createRowIds } from "./row-ids.ts";

/** The states of many rows. */
export interface RowStates {
  write(row: number, state: TransferState): void;
  read(row: number): TransferState;
  name(row: number): TransferStateName;
}

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
  const receiptIds = createRowIds(count);
  /** Why it failed or was skipped. */
  const kept = new Map<number, TransferState>();
  const nameOf = (row: number): TransferStateName =>
    transferStateNames[names[row] ?? 0] ?? "waiting";

  return {
    name: nameOf,
    write: (row, state) => {
      names[row] = transferStateNames.indexOf(state.name);
      kept.delete(row);
      if (state.name === "delivered") receiptIds.write(row, state.receiptId);
      if ("error" in state) kept.set(row, state);
    },
    read: (row) => {
      const name = nameOf(row);
      const state = kept.get(row);
      if (state) return state;
      if (name === "delivered") return { name, receiptId: receiptIds.read(row) };
      if (name === "failed" || name === "skipped") throw new Error(`no error of what ${name}`);
      return plainStates[name];
    },
  };
};
