import { verifications, type Verification } from "../../domain/transfer.ts";
import { createHexColumn } from "./hex-column.ts";

/** What a delivered file's receipt says of it. */
export interface RowResult {
  readonly sha256: string | null;
  readonly verified: Verification;
}

/** The results of many rows. */
export interface RowResults {
  /** Null: none. False where it is of a form that is not kept. */
  write(row: number, result: RowResult | null): boolean;
  read(row: number): RowResult | null;
}

const sha256Bytes = 32;
const sha256Pattern = /^[0-9a-f]{64}$/u;

/** Results of `count` rows, none at first. */
export const createRowResults = (count: number): RowResults => {
  /** One more than the place in `verifications`; 0: no result. */
  const proofs = new Uint8Array(count);
  const hasSum = new Uint8Array(count);
  const sums = createHexColumn(count, sha256Bytes);

  return {
    write: (row, result) => {
      proofs[row] = 0;
      if (result === null) return true;
      const { sha256, verified } = result;
      if (sha256 !== null && !sha256Pattern.test(sha256)) return false;
      proofs[row] = verifications.indexOf(verified) + 1;
      hasSum[row] = Number(sha256 !== null);
      if (sha256 !== null) sums.write(row, sha256);
      return true;
    },
    read: (row) => {
      const verified = verifications[(proofs[row] ?? 0) - 1];
      if (verified === undefined) return null;
      return { sha256: hasSum[row] === 1 ? sums.read(row) : null, verified };
    },
  };
};
