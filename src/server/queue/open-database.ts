import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { holdDatabaseFiles, type DatabaseFiles } from "./database-files.ts";
import { chooseJournal, setJournal, type JournalMode } from "./journal-mode.ts";
import { migrate } from "./schema.ts";

/** The database in a data folder. */
export const queueFile = "queue.db";

/** SQLite's smallest common page; the size limit is counted in it. */
const pageBytes = 4096;
/** WAL pages between checkpoints: 16 MiB, so that a page that changes often is copied seldom. */
const checkpointPages = 4096;

/** What SQLite keeps of a WAL that was longer once. */
const keptWalBytes = checkpointPages * pageBytes * 2;

/** The `parked` command writes beside a server for a moment: each waits for the other. */
const busyTimeoutMs = 5000;

/** An open database, and its files on disk. */
export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly files: DatabaseFiles;
}

/**
 * Opens queue.db in `folder` for writing. Throws when it is not a database and when it comes from a newer program.
 * `maxBytes` makes SQLite itself say "full".
 */
export const openDatabase = (
  folder: string,
  maxBytes: number,
  journalFor: (folder: string) => JournalMode = chooseJournal,
): OpenDatabase => {
  const file = path.join(folder, queueFile);
  const files = holdDatabaseFiles(file, keptWalBytes);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    database.exec(`PRAGMA page_size = ${pageBytes}`);
    setJournal(database, journalFor(folder));
    // EXTRA: with a rollback journal the end of a commit is that the journal is gone, which FULL leaves to the disk.
    database.exec(`
      PRAGMA synchronous = EXTRA;
      PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA journal_size_limit = ${keptWalBytes};
      PRAGMA max_page_count = ${Math.floor(maxBytes / pageBytes)};
    `);
    migrate(database);
    return { database, files };
  } catch (error) {
    database?.close();
    files.close();
    throw error;
  }
};
