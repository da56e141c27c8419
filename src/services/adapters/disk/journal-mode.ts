import { statfsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { isNetworkFileSystem } from "../../../domain/network-file-systems.ts";
import { sqliteCode } from "./sqlite-code.ts";

/** How SQLite keeps a commit whole: sqlite.org/wal.html and sqlite.org/lockingv3.html. */
export type JournalMode = "WAL" | "DELETE";

type TypeOf = (folder: string) => number;

const typeOnDisk: TypeOf = (folder) => statfsSync(folder).type;

/**
 * The write-ahead log is quicker, and needs memory that all processes share: over a network it may damage the database
 * (sqlite.org/wal.html, "WAL does not work over a network filesystem"). There the rollback journal is kept.
 */
export const chooseJournal = (folder: string, typeOf: TypeOf = typeOnDisk): JournalMode => {
  try {
    return isNetworkFileSystem(typeOf(folder)) ? "DELETE" : "WAL";
  } catch {
    // Whoever opens the file says why.
    return "WAL";
  }
};

/** Sets it. A database that another process of an older version has open in the other mode is left in that. */
export const setJournal = (database: DatabaseSync, mode: JournalMode): void => {
  try {
    database.exec(`PRAGMA journal_mode = ${mode}`);
  } catch (thrown) {
    // SQLITE_BUSY, sqlite.org/rescode.html.
    if (sqliteCode(thrown) !== 5 || mode === "WAL") throw thrown;
  }
};
