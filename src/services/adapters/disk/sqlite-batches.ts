import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { BatchRecord, OpenBatch } from "../../../domain/batch.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { isEnded, type Transfer } from "../../../domain/transfer.ts";
import type { BatchStore } from "../../ports/batch-store.ts";
import { noFiles } from "../../ports/transfer-view.ts";
import type { ProcessOwner } from "./process-owner.ts";
import { numberOrNull, textOrNull } from "./sqlite-rows.ts";
import { parseStoredReceipt } from "./stored-json.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

const isOpen = "state IN ('waiting', 'uploading', 'paused')";

const outcomeBatch = "CASE WHEN json_valid(body) THEN json_extract(body, '$.batchId') END";

/** Statements about batches, prepared once. */
export const prepareBatches = (database: DatabaseSync) => ({
  openBatch: database.prepare(`
    INSERT OR IGNORE INTO batches (id, note, log_url, started_ms, owner, owner_pid)
    VALUES (?, ?, ?, ?, ?, ?)`),
  completeBatch: database.prepare(
    "UPDATE batches SET owner = NULL, owner_pid = NULL WHERE id = ? AND owner IS NOT NULL",
  ),
  // Few are open, so that each end may ask about all of them. One without a transfer (all were refused) has no end.
  closeBatches: database.prepare(`
    UPDATE batches SET closed_ms = ? WHERE closed_ms IS NULL AND owner IS NULL
      AND NOT EXISTS (SELECT 1 FROM transfers WHERE batch_id = batches.id AND ${isOpen})
      AND EXISTS (SELECT 1 FROM transfers WHERE batch_id = batches.id)`),
  reopenBatch: database.prepare(
    "UPDATE batches SET closed_ms = NULL, is_seen = 0 WHERE id = ? AND closed_ms IS NOT NULL",
  ),
  batchFillers: database.prepare(
    "SELECT DISTINCT owner, owner_pid FROM batches WHERE owner IS NOT NULL",
  ),
  completeBatchesOf: database.prepare(
    "UPDATE batches SET owner = NULL, owner_pid = NULL WHERE owner = ?",
  ),
  batch: database.prepare("SELECT * FROM batches WHERE id = ?"),
  unseenBatches: database.prepare(`
    SELECT * FROM batches WHERE closed_ms IS NOT NULL AND is_seen = 0 ORDER BY closed_ms, seq`),
  hasUnseenBatch: database.prepare(`
    SELECT EXISTS (SELECT 1 FROM batches WHERE closed_ms IS NOT NULL AND is_seen = 0) AS is_so`),
  seeBatch: database.prepare("UPDATE batches SET is_seen = 1 WHERE id = ?"),
  batchTotals: database.prepare(`
    SELECT state, count(*) AS files, sum(size_bytes) AS bytes FROM transfers
    WHERE batch_id = ? GROUP BY state`),
  batchPlaces: database.prepare(`
    SELECT count(DISTINCT bucket) AS buckets, min(bucket) AS bucket, min(connection) AS connection,
      min(key) AS first_key, max(key) AS last_key
    FROM transfers WHERE batch_id = ?`),
  batchUnverified: database.prepare(`
    SELECT count(*) AS files FROM transfers JOIN receipts ON receipts.id = transfers.receipt_id
    WHERE batch_id = ? AND CASE WHEN json_valid(body) THEN json_extract(body, '$.verified') END = 'none'`),
  batchReceipts: database.prepare(`
    SELECT body FROM transfers JOIN receipts ON receipts.id = transfers.receipt_id
    WHERE batch_id = ? ORDER BY transfers.seq`),
  batchReports: database.prepare(
    `SELECT count(*) AS waiting FROM outbox WHERE ${outcomeBatch} = ?`,
  ),
  tellBatch: database.prepare(`
    UPDATE batches SET told_ms = ? WHERE id = (SELECT ${outcomeBatch} FROM outbox WHERE id = ?)`),
});

export type BatchStatements = ReturnType<typeof prepareBatches>;

/** Begins batches, or says that nothing more will be added to them. Within a transaction, before their transfers. */
export const openBatches = (
  statements: BatchStatements,
  owner: ProcessOwner,
  batches: readonly OpenBatch[],
): void => {
  for (const { id, note, logUrl, startedAtMs } of batches)
    statements.openBatch.run(id, note, logUrl, Math.round(startedAtMs), owner.token, owner.pid);
};

/** Within a transaction, after their transfers: what is complete ends with what it has. */
export const completeBatches = (
  statements: BatchStatements,
  batches: readonly OpenBatch[],
): void => {
  for (const { id, isComplete } of batches) if (isComplete) statements.completeBatch.run(id);
};

/** Opens batches of which something goes on again, and closes those that have ended. At the end of the transaction of the changes. */
export const settleBatches = (statements: BatchStatements, changed: readonly Transfer[]): void => {
  let lastEndMs: number | null = null;
  for (const { state, endedAtMs, batchId } of changed) {
    if (isEnded(state)) lastEndMs = Math.max(lastEndMs ?? 0, endedAtMs ?? 0);
    // Only from waiting does anything that had ended go on.
    else if (state.name === "waiting" && batchId !== undefined) statements.reopenBatch.run(batchId);
  }
  // One question for all of them: it asks about each batch that is open.
  if (lastEndMs !== null) statements.closeBatches.run(lastEndMs);
};

const toRecord = (statements: BatchStatements, row: Row): BatchRecord => {
  const id = String(row["id"]);
  const files = { ...noFiles };
  const bytes = { ...noFiles };
  for (const sum of statements.batchTotals.all(id)) {
    const state = String(sum["state"]);
    if (!Object.hasOwn(files, state)) continue;
    Object.assign(files, { [state]: Number(sum["files"]) });
    Object.assign(bytes, { [state]: Number(sum["bytes"]) });
  }
  const places = statements.batchPlaces.get(id) ?? {};
  return {
    id,
    note: textOrNull(row, "note"),
    logUrl: textOrNull(row, "log_url"),
    startedAtMs: Number(row["started_ms"]),
    isComplete: row["owner"] === null,
    closedAtMs: numberOrNull(row, "closed_ms"),
    files,
    bytes,
    unverifiedFiles: Number(statements.batchUnverified.get(id)?.["files"]),
    bucket: places["buckets"] === 1 ? String(places["bucket"]) : null,
    connection: String(places["connection"] ?? ""),
    firstKey: String(places["first_key"] ?? ""),
    lastKey: String(places["last_key"] ?? ""),
    reports: {
      waiting: Number(statements.batchReports.get(id)?.["waiting"]),
      takenAtMs: numberOrNull(row, "told_ms"),
    },
  };
};

/** The batches of a state database. */
export const batchesOf = (
  statements: BatchStatements,
  owner: ProcessOwner,
  guard: <T>(work: () => T) => Result<T, AppError>,
): BatchStore => ({
  find: (id) =>
    guard(() => {
      const row = statements.batch.get(id);
      return row ? toRecord(statements, row) : null;
    }),
  unseen: () => guard(() => statements.unseenBatches.all().map((row) => toRecord(statements, row))),
  see: (ids) => guard(() => ids.forEach((id) => statements.seeBatch.run(id))),
  completeLeft: (atMs) =>
    guard(() => {
      for (const row of statements.batchFillers.all()) {
        const token = String(row["owner"]);
        if (!owner.isAlive(token, Number(row["owner_pid"])))
          statements.completeBatchesOf.run(token);
      }
      statements.closeBatches.run(atMs);
    }),
  receipts: (id) =>
    guard(() => statements.batchReceipts.all(id).map(({ body }) => parseStoredReceipt(body))),
});
