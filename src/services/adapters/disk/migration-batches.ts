// Version 4 of UUIDs says it is random; version 7 begins with the time, so that batches sort by it (RFC 9562, 5.7).
const newBatchId = (atMs: string): string => `
  substr(printf('%012x', ${atMs}), 1, 8) || '-' || substr(printf('%012x', ${atMs}), 9, 4) || '-7' ||
  substr(lower(hex(randomblob(2))), 2, 3) || '-8' || substr(lower(hex(randomblob(2))), 2, 3) || '-' ||
  lower(hex(randomblob(6)))`;

const localDay = "date(queued_ms / 1000, 'unixepoch', 'localtime')";

/**
 * Batches. What was queued before there were any gets one a day, whose end nobody has to be told. Receipts without a
 * transfer (standard input was not recorded as one) get theirs, so that the history is one list.
 */
export const batchesMigration = `
  CREATE TABLE batches (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    note TEXT,
    started_ms INTEGER NOT NULL,
    -- When its last transfer ended.
    closed_ms INTEGER,
    is_seen INTEGER NOT NULL DEFAULT 0,
    -- When the log server took a message about it last.
    told_ms INTEGER,
    -- Who still adds to it; null when all is there.
    owner TEXT,
    owner_pid INTEGER
  ) STRICT;
  ALTER TABLE transfers ADD COLUMN batch_id TEXT;
  INSERT OR IGNORE INTO transfers (
    id, path, size_bytes, mtime_ms, inode, device, connection, bucket, key, asked_key, conflict, options, state,
    receipt_id, queued_ms, started_ms, ended_ms
  )
  SELECT
    json_extract(body, '$.transferId'), json_extract(body, '$.path'), json_extract(body, '$.bytes'), 0, 0, 0,
    coalesce(json_extract(body, '$.connection'), ''), json_extract(body, '$.bucket'), json_extract(body, '$.key'),
    json_extract(body, '$.key'), 'skip', '{}', 'delivered', id, json_extract(body, '$.startedAtMs'),
    json_extract(body, '$.startedAtMs'), json_extract(body, '$.endedAtMs')
  FROM receipts
  WHERE json_valid(body)
    AND json_type(body, '$.transferId') = 'text' AND json_type(body, '$.path') = 'text'
    AND json_type(body, '$.bytes') = 'integer' AND json_type(body, '$.bucket') = 'text'
    AND json_type(body, '$.key') = 'text' AND json_type(body, '$.startedAtMs') = 'integer'
    AND json_type(body, '$.endedAtMs') = 'integer';
  CREATE TABLE batch_days (day TEXT PRIMARY KEY, started_ms INTEGER, id TEXT);
  INSERT INTO batch_days SELECT ${localDay}, min(queued_ms), '' FROM transfers GROUP BY 1;
  UPDATE batch_days SET id = ${newBatchId("started_ms")};
  INSERT INTO batches (id, started_ms) SELECT id, started_ms FROM batch_days ORDER BY started_ms;
  UPDATE transfers SET batch_id = (SELECT id FROM batch_days WHERE day = ${localDay});
  DROP TABLE batch_days;
  CREATE INDEX transfers_by_batch ON transfers (batch_id, state, size_bytes);
  CREATE INDEX transfers_ended ON transfers (ended_ms, state) WHERE ended_ms IS NOT NULL;
  UPDATE batches SET is_seen = 1,
    closed_ms = (SELECT max(ended_ms) FROM transfers WHERE batch_id = batches.id)
    WHERE NOT EXISTS (
      SELECT 1 FROM transfers
      WHERE batch_id = batches.id AND state IN ('waiting', 'uploading', 'paused'));
  CREATE INDEX batches_open ON batches (closed_ms) WHERE closed_ms IS NULL;
`;
