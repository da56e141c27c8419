import { statfsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { isNetworkFileSystem } from "../../domain/network-file-systems.ts";

/** How SQLite keeps a commit whole: sqlite.org/wal.html and sqlite.org/lockingv3.html. */
export type JournalMode = "WAL" | "DELETE";

/**
 * The rollback journal on network file systems, as for the client's state database: the write-ahead log needs memory
 * that all processes share, and `parked` may be run on another machine.
 */
export const chooseJournal = (folder: string): JournalMode => {
  try {
    return isNetworkFileSystem(statfsSync(folder).type) ? "DELETE" : "WAL";
  } catch {
    // Whoever opens the file says why.
    return "WAL";
  }
};

/** Sets it. A database that a server of an older release has open in the other mode is left in that. */
export const setJournal = (database: DatabaseSync, mode: JournalMode): void => {
  try {
    database.exec(`PRAGMA journal_mode = ${mode}`);
  } catch (thrown) {
    // SQLITE_BUSY, sqlite.org/rescode.html.
    const isBusy = thrown instanceof Error && "errcode" in thrown && thrown.errcode === 5;
    if (!isBusy || mode === "WAL") throw thrown;
  }
};
