import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { AppError } from "../../../domain/errors.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { TransferStore } from "../../ports/transfer-store.ts";
import { toPastDelivery } from "./sqlite-rows.ts";
import type { Statements } from "./sqlite-statements.ts";
import { inTransaction } from "./sqlite-transaction.ts";
import { parseStoredReceipt } from "./stored-json.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

const toReceipt = (row: Row) => parseStoredReceipt(row["body"]);

/** The verbs that are about receipts, and about what has been delivered. */
export const receiptVerbs = (
  statements: Statements,
  guard: <T>(work: () => T) => Result<T, AppError>,
) =>
  ({
    receipt: (id) =>
      guard(() => {
        const row = statements.receipt.get(id);
        return row ? toReceipt(row) : null;
      }),
    receiptsOf: (bucket, key) => guard(() => statements.receiptsOf.all(key, bucket).map(toReceipt)),
    deliveriesOf: (paths) =>
      guard(() => statements.deliveriesOf.all(JSON.stringify(paths)).map(toPastDelivery)),
    receipts: (limit) => guard(() => statements.receipts.all(limit).map(toReceipt)),
  }) satisfies Partial<TransferStore>;

/** In one transaction; then the file is made smaller, unless another process is in the way or the disk too full. */
export const forgetBefore = (
  database: DatabaseSync,
  statements: Statements,
  guard: <T>(work: () => T) => Result<T, AppError>,
  atMs: number,
): Result<number, AppError> => {
  let count = 0;
  const forgotten = guard(() =>
    inTransaction(statements, () => {
      statements.forgetParts.run(atMs);
      statements.forgetTransfers.run(atMs);
      count = Number(statements.forgetReceipts.run(atMs).changes);
    }),
  );
  if (!forgotten.ok) return forgotten;
  guard(() => database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
  return ok(count);
};
