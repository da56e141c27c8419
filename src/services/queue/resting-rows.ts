import type { Transfer, TransferStateName } from "../../domain/transfer.ts";
import { createRowNumbers } from "./row-numbers.ts";
import { createRowResults, type RowResults } from "./row-results.ts";
import { createRowStates } from "./row-states.ts";
import { createTermsTable, type RowTerms } from "./row-terms.ts";
import { createRowTexts } from "./row-texts.ts";

/** Transfers that rest: they wait or have ended. There may be 100,000, so that none has an object of its own. */
export interface RestingRows {
  /** False once all its places are taken. */
  hasRoom(): boolean;
  /** The next place. */
  take(): number;
  write(row: number, transfer: Transfer): void;
  /** An object made anew, but for what is odd. */
  read(row: number, id: string): Transfer;
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

const splitAtName = (text: string): readonly [string, string] => {
  const at = text.lastIndexOf("/") + 1;
  return [text.slice(0, at), text.slice(at)];
};

/** Room for some rows. */
export const createRestingRows = (): RestingRows => {
  const numbers = createRowNumbers(rowsEach);
  const states = createRowStates(rowsEach);
  const names = createRowTexts(rowsEach);
  const terms: RowTerms[] = [];
  const toShared = createTermsTable();
  /** Names of keys that are not those of their files. */
  const keyNames = new Map<number, string>();
  const odd = new Map<number, Transfer>();
  let taken = 0;

  const writeTexts = (row: number, transfer: Transfer): void => {
    const { path, target, conflict, options, batchId } = transfer;
    const { connection, bucket, key } = target;
    const [folder, name] = splitAtName(path);
    const [keyFolder, keyName] = splitAtName(key);
    terms[row] = toShared({ connection, bucket, conflict, options, batchId, folder, keyFolder });
    names.write(row, name);
    if (keyName === name) keyNames.delete(row);
    else keyNames.set(row, keyName);
  };
  const termsAt = (row: number): RowTerms => {
    const found = terms[row];
    if (found === undefined) throw new Error("no transfer rests there");
    return found;
  };

  return {
    hasRoom: () => taken < rowsEach,
    take: () => {
      taken += 1;
      return taken - 1;
    },
    write: (row, transfer) => {
      if (isOdd(transfer)) odd.set(row, transfer);
      else odd.delete(row);
      numbers.write(row, transfer);
      states.write(row, transfer.state);
      writeTexts(row, transfer);
    },
    read: (row, id) => {
      const kept = odd.get(row);
      if (kept) return kept;
      const { folder, keyFolder, connection, bucket, conflict, options, batchId } = termsAt(row);
      const name = names.read(row) ?? "";
      return {
        id,
        path: folder + name,
        target: { connection, bucket, key: keyFolder + (keyNames.get(row) ?? name) },
        conflict,
        options,
        state: states.read(row),
        multipart: null,
        ...numbers.read(row),
        ...(batchId !== undefined && { batchId }),
      };
    },
    results: createRowResults(rowsEach),
    stateName: (row) => states.name(row),
    sizeBytes: (row) => numbers.sizeBytes(row),
    terms: termsAt,
  };
};
