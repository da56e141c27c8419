import type { Transfer } from "../../domain/transfer.ts";
import { createTermsTable, type RowTerms } from "./row-terms.ts";
import { createRowTexts } from "./row-texts.ts";

/** Which file goes where, and how. */
export type TransferPlace = Pick<Transfer, "path" | "target" | "conflict" | "options" | "batchId">;

/** The same of many rows. */
export interface RowPlaces {
  write(row: number, place: TransferPlace): void;
  read(row: number): TransferPlace;
  terms(row: number): RowTerms;
}

const splitAtName = (text: string): readonly [string, string] => {
  const at = text.lastIndexOf("/") + 1;
  return [text.slice(0, at), text.slice(at)];
};

/** Places of `count` rows: what they have in common once, and a name each, which file and key share. */
export const createRowPlaces = (count: number): RowPlaces => {
  const names = createRowTexts(count);
  const terms: RowTerms[] = [];
  const toShared = createTermsTable();
  /** Names of keys that are not those of their files. */
  const keyNames = new Map<number, string>();
  const termsAt = (row: number): RowTerms => {
    const found = terms[row];
    if (found === undefined) throw new Error("no transfer rests there");
    return found;
  };

  return {
    terms: termsAt,
    write: (row, { path, target, conflict, options, batchId }) => {
      const { connection, bucket, key } = target;
      const [folder, name] = splitAtName(path);
      const [keyFolder, keyName] = splitAtName(key);
      terms[row] = toShared({ connection, bucket, conflict, options, batchId, folder, keyFolder });
      names.write(row, name);
      if (keyName === name) keyNames.delete(row);
      else keyNames.set(row, keyName);
    },
    read: (row) => {
      const { folder, keyFolder, connection, bucket, conflict, options, batchId } = termsAt(row);
      const name = names.read(row) ?? "";
      const key = keyFolder + (keyNames.get(row) ?? name);
      return {
        path: folder + name,
        target: { connection, bucket, key },
        conflict,
        options,
        ...(batchId !== undefined && { batchId }),
      };
    },
  };
};
