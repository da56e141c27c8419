import type { DatabaseSync } from "node:sqlite";

/** Runs `work` between BEGIN and COMMIT; on any throw nothing of it stays. Returns after the data is on disk. */
export const inTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    database.exec("COMMIT");
    return value;
  } catch (error) {
    // SQLite rolls back by itself on a full disk or an I/O error; then there is nothing left to undo.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
};
