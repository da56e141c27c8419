import type { Transfer } from "../../domain/transfer.ts";

/** What many transfers have in common. */
export interface RowTerms {
  readonly connection: string;
  readonly bucket: string;
  readonly conflict: Transfer["conflict"];
  readonly options: Transfer["options"];
  readonly batchId: string | undefined;
  /** What the path begins with, up to the name. */
  readonly folder: string;
  /** What the key begins with, up to the name. */
  readonly keyFolder: string;
}

const areEqualOptions = (one: RowTerms["options"], other: RowTerms["options"]): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

const areEqual = (one: RowTerms, other: RowTerms): boolean =>
  one.keyFolder === other.keyFolder &&
  one.batchId === other.batchId &&
  one.connection === other.connection &&
  one.bucket === other.bucket &&
  one.conflict === other.conflict &&
  areEqualOptions(one.options, other.options);

/** A text of its own: part of another one would keep all of that in memory. */
const copied = (text: string): string => Buffer.from(text, "utf16le").toString("utf16le");

/** Gives the same object for the same terms. */
export const createTermsTable = (): ((terms: RowTerms) => RowTerms) => {
  const byFolder = new Map<string, RowTerms[]>();
  return (terms) => {
    const known = byFolder.get(terms.folder);
    const same = known?.find((each) => areEqual(each, terms));
    if (same) return same;
    const folder = copied(terms.folder);
    const added = { ...terms, folder, keyFolder: copied(terms.keyFolder) };
    if (known) known.push(added);
    else byFolder.set(folder, [added]);
    return added;
  };
};
