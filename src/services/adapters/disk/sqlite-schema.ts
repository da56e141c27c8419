import { closeSync, existsSync, mkdirSync, openSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { chooseJournal, setJournal, type JournalMode } from "./journal-mode.ts";
import { batchesMigration } from "./migration-batches.ts";
import { isOwnState } from "./own-state.ts";
import { openWhenFree } from "./sqlite-busy.ts";
import { sqliteCode } from "./sqlite-code.ts";
import { guardOpening } from "./sqlite-errors.ts";

/** Entry n brings a file of version n to n + 1. Never edit one that was released: add another. */
const migrations: readonly string[] = [
  `
  CREATE TABLE transfers (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mtime_ms REAL NOT NULL,
    -- Inodes and devices may pass 2^53; as REAL both sides round alike.
    inode REAL NOT NULL,
    device REAL NOT NULL,
    connection TEXT NOT NULL,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    -- As it was asked for; a rename changes only the other.
    asked_key TEXT NOT NULL,
    conflict TEXT NOT NULL,
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    receipt_id TEXT,
    upload_id TEXT,
    part_bytes INTEGER,
    session_started_ms INTEGER,
    queued_ms INTEGER NOT NULL,
    started_ms INTEGER,
    ended_ms INTEGER,
    is_dismissed INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    owner_pid INTEGER
  ) STRICT;
  CREATE INDEX transfers_unended ON transfers (path)
    WHERE state IN ('waiting', 'uploading', 'paused', 'failed');
  CREATE TABLE parts (
    transfer_seq INTEGER NOT NULL REFERENCES transfers (seq),
    part_number INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    crc32 INTEGER NOT NULL,
    proof TEXT NOT NULL,
    PRIMARY KEY (transfer_seq, part_number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE receipts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE stores (
    endpoint TEXT NOT NULL,
    bucket TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (endpoint, bucket)
  ) STRICT, WITHOUT ROWID;
  -- Why the log server will not take it; null while it has not said so.
  ALTER TABLE outbox ADD COLUMN refused TEXT;
  -- Was this key delivered to before? Not of a row that is damaged: such a file is read on.
  CREATE INDEX receipts_by_key ON receipts (
    CASE WHEN json_valid(body) THEN json_extract(body, '$.key') END,
    CASE WHEN json_valid(body) THEN json_extract(body, '$.bucket') END
  );
  -- Few have an owner, and every start asks who they are.
  CREATE INDEX transfers_owned ON transfers (owner) WHERE owner IS NOT NULL;
  `,
  batchesMigration,
  `
  -- Was this file delivered before? Asked for each row of the screen, and for each file of a review.
  CREATE INDEX transfers_delivered ON transfers (path) WHERE state = 'delivered';
  `,
  `
  -- The log server that an upload named; null: that of its connection.
  ALTER TABLE batches ADD COLUMN log_url TEXT;
  `,
  `
  -- When a person had it sent first; the latest goes before all others.
  ALTER TABLE transfers ADD COLUMN sent_first_ms REAL;
  `,
];

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);

/** Why a file of this version is not used; null for one of ours or of a release before. */
const versionFault = (version: number): "newer" | "corrupt" | null => {
  if (version > migrations.length) return "newer";
  // Below 0 is what damage makes of it: no release has written such a one.
  return version < 0 ? "corrupt" : null;
};

const busyTimeoutMs = 10_000;

/** SQLITE_READONLY_ROLLBACK: a program that was killed in mid-commit has left a journal, which has to be played back. */
const needsRollback = (thrown: unknown): boolean => sqliteCode(thrown) === 776;

const readVersion = (file: string, readOnly: boolean): number => {
  const database = new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs });
  try {
    // A damaged schema shows here, before anything is written.
    database.prepare("SELECT count(*) FROM sqlite_master").get();
    return versionOf(database);
  } finally {
    database.close();
  }
};

/** Looks without writing, so that a file of a newer version, or one that is no database, stays as it is. */
const peekVersion = (file: string): number => {
  try {
    return readVersion(file, true);
  } catch (thrown) {
    if (!needsRollback(thrown)) throw thrown;
    return readVersion(file, false);
  }
};

const migrate = (database: DatabaseSync): void => {
  // IMMEDIATE: two programs that start at once migrate one after the other.
  database.exec("BEGIN IMMEDIATE");
  try {
    for (let version = versionOf(database); version < migrations.length; version += 1) {
      database.exec(migrations[version] ?? "");
      database.exec(`PRAGMA user_version = ${version + 1}`);
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
};

const createPrivateFile = (file: string): void => {
  // SQLite gives its -wal and -shm files the mode of this one.
  closeSync(openSync(file, "a", 0o600));
};

/**
 * Opens or makes the state database (0600, synchronous FULL, WAL but on network file systems), migrated to our version.
 * StateUnreadable for a corrupt, newer or forbidden file, which stays untouched; DiskFull.
 */
export const openDatabase = (
  file: string,
  journalFor: (folder: string) => JournalMode = chooseJournal,
): Result<DatabaseSync, AppError> => {
  const own = guardOpening(file, () => {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    return isOwnState(file);
  });
  if (!own.ok) return own;
  if (!own.value) return fail({ code: "StateUnreadable", file, reason: "not private" });
  const version = guardOpening(file, () =>
    existsSync(file) && statSync(file).size > 0 ? openWhenFree(() => peekVersion(file)) : 0,
  );
  if (!version.ok) return version;
  const fault = versionFault(version.value);
  if (fault !== null) return fail({ code: "StateUnreadable", file, reason: fault });
  return guardOpening(file, () => {
    createPrivateFile(file);
    const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    try {
      // The folder of the file itself: the name may be a link.
      const mode = journalFor(path.dirname(realpathSync(file)));
      setJournal(database, mode);
      // With a rollback journal the end of a commit is that the journal is gone, which FULL leaves to the disk.
      database.exec(`PRAGMA synchronous = ${mode === "DELETE" ? "EXTRA" : "FULL"}`);
      migrate(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
};

const openToRead = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs });
  database.prepare("SELECT count(*) FROM sqlite_master").get();
  return database;
};

const openUnchanged = (file: string): DatabaseSync => {
  try {
    return openWhenFree(() => openToRead(file));
  } catch {
    // On a read-only disk SQLite cannot make what it shares with other processes (sqlite.org/wal.html, 6). Nobody
    // can write there, so that it need not.
    const unchanging = new URL(`?immutable=1`, pathToFileURL(file));
    return new DatabaseSync(unchanging, { readOnly: true });
  }
};

/** Opens a state database of our version that cannot be written, to be read only. Fails as `openDatabase`. */
export const openDatabaseToRead = (file: string): Result<DatabaseSync, AppError> => {
  const opened = guardOpening(file, () => (isOwnState(file) ? openUnchanged(file) : null));
  if (!opened.ok) return opened;
  const database = opened.value;
  if (database === null) return fail({ code: "StateUnreadable", file, reason: "not private" });
  const version = guardOpening(file, () => versionOf(database));
  if (version.ok && version.value === migrations.length) return ok(database);
  database.close();
  if (!version.ok) return version;
  // One of a release before would have to be written to.
  const reason = versionFault(version.value) ?? "permission";
  return fail({ code: "StateUnreadable", file, reason });
};
