import type { DatabaseSync } from "node:sqlite";
import { handedOver } from "./process-owner.ts";
import { prepareBatches } from "./sqlite-batches.ts";
import { changingColumns, firstColumns } from "./sqlite-rows.ts";

const insertColumns = ["id", "owner", "owner_pid", ...changingColumns, ...firstColumns];

const setChanging = changingColumns.map((column) => `${column} = ?`).join(", ");

// A sub-select, because parts hang on the small number and callers know the UUID.
const seqOf = "(SELECT seq FROM transfers WHERE id = :id)";

/** Whose an outcome is. Releases up to 0.2 did not say: it has the id of a receipt, or the key of a transfer. */
const outcomeConnection = `coalesce(
  json_extract(body, '$.connection'),
  (SELECT CASE WHEN json_valid(receipts.body) THEN json_extract(receipts.body, '$.connection') END
    FROM receipts WHERE receipts.id = outbox.id),
  (SELECT connection FROM transfers
    WHERE bucket = json_extract(outbox.body, '$.bucket') AND key = json_extract(outbox.body, '$.key')
    ORDER BY transfers.seq DESC LIMIT 1))`;

const prepareOutbox = (database: DatabaseSync) => ({
  // The same outcome told twice is one.
  addOutcome: database.prepare("INSERT OR IGNORE INTO outbox (id, body) VALUES (?, ?)"),
  outbox: database.prepare(`
    SELECT body, CASE WHEN json_valid(body) THEN ${outcomeConnection} END AS connection FROM outbox
    WHERE refused IS NULL ORDER BY seq LIMIT ?`),
  // A damaged row is nobody's, and is said to be damaged.
  outboxExcept: database.prepare(`
    SELECT body, connection FROM (
      SELECT seq, body, CASE WHEN json_valid(body) THEN ${outcomeConnection} END AS connection,
        CASE WHEN json_valid(body) THEN json_extract(body, '$.logUrl') END AS log_url
      FROM outbox WHERE refused IS NULL
    )
    WHERE NOT EXISTS (
      SELECT 1 FROM json_each(?)
      WHERE json_extract(value, '$.connection') IS connection AND json_extract(value, '$.logUrl') IS log_url
    )
    ORDER BY seq LIMIT ?`),
  outboxSize: database.prepare("SELECT count(*) AS size FROM outbox WHERE refused IS NULL"),
  refuseOutcome: database.prepare("UPDATE outbox SET refused = ? WHERE id = ?"),
  refusedOutcomes: database.prepare(
    "SELECT count(*) AS size FROM outbox WHERE refused IS NOT NULL",
  ),
  retryOutcomes: database.prepare("UPDATE outbox SET refused = NULL WHERE refused IS NOT NULL"),
  deleteOutcome: database.prepare("DELETE FROM outbox WHERE id = ?"),
});

/** Not those that failed: they can be retried. */
const hasEndedBefore = "state IN ('delivered', 'skipped', 'cancelled') AND ended_ms < ?";

const prepareReceipts = (database: DatabaseSync) => ({
  addReceipt: database.prepare("INSERT INTO receipts (id, body) VALUES (?, ?)"),
  receipt: database.prepare("SELECT body FROM receipts WHERE id = ?"),
  // As in the index receipts_by_key.
  receiptsOf: database.prepare(`
    SELECT body FROM receipts
    WHERE CASE WHEN json_valid(body) THEN json_extract(body, '$.key') END = ?
      AND CASE WHEN json_valid(body) THEN json_extract(body, '$.bucket') END = ?
    ORDER BY seq DESC`),
  // Where the index transfers_delivered has all that is asked for.
  deliveriesOf: database.prepare(`
    SELECT path, size_bytes, mtime_ms, connection, bucket, key, asked_key, receipt_id, ended_ms
    FROM transfers WHERE state = 'delivered' AND path IN (SELECT value FROM json_each(?))`),
  // Of a damaged row nobody knows when it was.
  forgetReceipts: database.prepare(`
    DELETE FROM receipts
    WHERE CASE WHEN json_valid(body) THEN json_extract(body, '$.endedAtMs') END < ?`),
  forgetParts: database.prepare(`
    DELETE FROM parts WHERE transfer_seq IN (SELECT seq FROM transfers WHERE ${hasEndedBefore})`),
  forgetTransfers: database.prepare(`DELETE FROM transfers WHERE ${hasEndedBefore}`),
  receipts: database.prepare("SELECT body FROM receipts ORDER BY seq DESC LIMIT ?"),
});

const prepareOwners = (database: DatabaseSync) => ({
  claim: database.prepare(`
    UPDATE transfers SET owner = :token, owner_pid = :pid
    WHERE id = :id AND (owner IS NULL OR owner = :token OR owner = :gone)`),
  owner: database.prepare("SELECT owner, owner_pid FROM transfers WHERE id = ?"),
  owners: database.prepare(
    "SELECT DISTINCT owner, owner_pid FROM transfers WHERE owner IS NOT NULL",
  ),
  handOver: database.prepare(
    `UPDATE transfers SET owner = '${handedOver}', owner_pid = 0 WHERE owner = ?`,
  ),
  releaseAll: database.prepare(
    "UPDATE transfers SET owner = NULL, owner_pid = NULL WHERE owner = ?",
  ),
  hasOpen: database.prepare(`
    SELECT EXISTS (
      SELECT 1 FROM transfers WHERE owner = ? AND state IN ('waiting', 'uploading', 'paused')
    ) AS is_so`),
});

/** Every statement of the store, prepared once. */
export const prepareStatements = (database: DatabaseSync) => ({
  begin: database.prepare("BEGIN IMMEDIATE"),
  commit: database.prepare("COMMIT"),
  rollback: database.prepare("ROLLBACK"),
  insert: database.prepare(`
    INSERT INTO transfers (${insertColumns.join(", ")})
    VALUES (${insertColumns.map(() => "?").join(", ")})`),
  // What was taken off the screen comes back when it runs again.
  save: database.prepare(`UPDATE transfers SET ${setChanging}, is_dismissed = 0 WHERE id = ?`),
  // What has ended is nobody's, unless another process has it. In one statement: with small files it counts.
  end: database.prepare(`
    UPDATE transfers SET ${setChanging},
      owner = CASE owner WHEN ? THEN NULL ELSE owner END,
      owner_pid = CASE owner WHEN ? THEN NULL ELSE owner_pid END
    WHERE id = ?`),
  find: database.prepare("SELECT * FROM transfers WHERE id = ?"),
  list: database.prepare(`
    SELECT * FROM transfers
    WHERE state IN (SELECT value FROM json_each(?)) AND is_dismissed = 0 ORDER BY queued_ms, seq`),
  // As `list`, where the index transfers_unended has all that is asked for.
  listUnended: database.prepare(`
    SELECT * FROM transfers INDEXED BY transfers_unended
    WHERE state IN ('waiting', 'uploading', 'paused', 'failed')
      AND state IN (SELECT value FROM json_each(?)) AND is_dismissed = 0 ORDER BY queued_ms, seq`),
  findUnfinished: database.prepare(`
    SELECT * FROM transfers
    WHERE path = ? AND connection = ? AND bucket = ? AND asked_key = ?
      AND state IN ('waiting', 'uploading', 'paused', 'failed')
    ORDER BY queued_ms DESC, seq DESC LIMIT 1`),
  hasUnfinished: database.prepare(`
    SELECT EXISTS (
      SELECT 1 FROM transfers WHERE state IN ('waiting', 'uploading', 'paused', 'failed')
    ) AS is_so`),
  dismiss: database.prepare("UPDATE transfers SET is_dismissed = 1 WHERE id = ?"),

  recordPart: database.prepare(`
    INSERT OR REPLACE INTO parts (transfer_seq, part_number, size_bytes, etag, crc32, proof)
    VALUES (${seqOf}, :partNumber, :sizeBytes, :etag, :crc32, :proof)`),
  parts: database.prepare(`
    SELECT * FROM parts WHERE transfer_seq = ${seqOf} ORDER BY part_number`),
  deleteParts: database.prepare(`DELETE FROM parts WHERE transfer_seq = ${seqOf}`),

  ...prepareReceipts(database),
  ...prepareOutbox(database),
  ...prepareBatches(database),
  store: database.prepare("SELECT body FROM stores WHERE endpoint = ? AND bucket = ?"),
  rememberStore: database.prepare(
    "INSERT OR REPLACE INTO stores (endpoint, bucket, body) VALUES (?, ?, ?)",
  ),

  ...prepareOwners(database),
});

export type Statements = ReturnType<typeof prepareStatements>;
