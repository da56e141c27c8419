import { closeSync, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";
import type { DatabaseSync } from "node:sqlite";

/** Lets commits of a WAL database wait for the disk beside the event loop instead of on it. */
export interface LogFlusher {
  /** Runs `write`, a transaction of its own; resolves when it is on disk, rejects with what SQLite or node:fs threw. */
  commit(write: () => void): Promise<void>;
  close(): void;
}

/** Resolves when all that was written to this file is on disk. */
type Flush = (file: number) => Promise<void>;

/** Null where there is no log to flush: on file systems without shared memory SQLite keeps its rollback journal. */
const openLog = (database: DatabaseSync, file: string): number | null => {
  if (database.prepare("PRAGMA journal_mode").get()?.["journal_mode"] !== "wal") return null;
  try {
    return openSync(`${file}-wal`, "r+");
  } catch {
    return null;
  }
};

/**
 * A flusher for the open database at `file`. With synchronous NORMAL a commit only appends to the log
 * (sqlite.org/pragma.html#pragma_synchronous), and the log is flushed here, by a thread of libuv: what FULL does on
 * the event loop, where a slow disk would hold up every connection. All else stays FULL.
 */
export const createLogFlusher = (
  database: DatabaseSync,
  file: string,
  flush: Flush = promisify(fdatasync),
): LogFlusher => {
  const log = openLog(database, file);
  let flushing = 0;
  let isClosed = false;
  const closeLog = (): void => {
    if (log !== null && isClosed && flushing === 0) closeSync(log);
  };

  return {
    commit: async (write) => {
      if (log === null) {
        write();
        return;
      }
      database.exec("PRAGMA synchronous = NORMAL");
      try {
        write();
      } finally {
        database.exec("PRAGMA synchronous = FULL");
      }
      flushing += 1;
      try {
        await flush(log);
      } finally {
        flushing -= 1;
        closeLog();
      }
    },
    close: () => {
      isClosed = true;
      closeLog();
    },
  };
};
