import type { Transfer, TransferStateName } from "../../domain/transfer.ts";
import { createRowIds } from "./row-ids.ts";
import { createRowNumbers } from "./row-numbers.ts";
import { createRowPlaces } from "./row-places.ts";
import { createRowResults, type RowResults } from "./row-results.ts";
import { createRowStates } from "./row-states.ts";
import type { RowTerms } from "./row-terms.ts";

/** Transfers that rest: they wait or have ended. There may be 100,000, so that none has an object of its own. */
export interface RestingRows {
  /** False once all its places are taken. */
  hasRoom(): boolean;
  /** The next place. */
  take(): number;
  write(row: number, transfer: Transfer): void;
  /** An object made anew, but for what is odd. */
  read(row: number): Transfer;
  id(row: number): string;
  readonly results: RowResults;
  stateName(row: number): TransferStateName;
  sizeBytes(row: number): number;
  terms(row: number): RowTerms;
}

/** So few that those of a batch that is taken off the screen go with it, and so many that they cost little each. */
const rowsEach = 1_024;

/** What is seldom, or has no UTF-8, is kept as the object that it is. */
const isOdd = ({ path, target, multipart, sentFirstAtMs }: Transfer): boolean =>
  multipart !== null ||
  sentFirstAtMs !== undefined ||
  !path.isWellFormed() ||
  !target.key.isWellFormed();

/** Room for some rows. */
export const createRestingRows = (): RestingRows => {
  const ids = createRowIds(rowsEach);
  const places = createRowPlaces(rowsEach);
  const numbers = createRowNumbers(rowsEach);
  const states = createRowStates(rowsEach);
  const odd = new Map<number, Transfer>();
  let taken = 0;

  return {
    hasRoom: () => taken < rowsEach,
    take: () => {
      taken += 1;
      return taken - 1;
    },
    write: (row, transfer) => {
      if (isOdd(transfer)) odd.set(row, transfer);
      else odd.delete(row);
      ids.write(row, transfer.id);
      places.write(row, transfer);
      numbers.write(row, transfer);
      states.write(row, transfer.state);
    },
    read: (row) =>
      odd.get(row) ?? {
        id: ids.read(row),
        ...places.read(row),
        ...numbers.read(row),
        state: states.read(row),
        multipart: null,
      },
    results: createRowResults(rowsEach),
    id: (row) => ids.read(row),
    stateName: (row) => states.name(row),
    sizeBytes: (row) => numbers.sizeBytes(row),
    terms: (row) => places.terms(row),
  };
};
