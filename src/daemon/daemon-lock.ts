import { DatabaseSync } from "node:sqlite";
import path from "node:path";

export interface DaemonLock {
  release(): void;
}

const isBusy = (error: unknown) =>
  error instanceof Error && "errcode" in error && error.errcode === 5; // SQLITE_BUSY

/**
 * Makes this process the only daemon of a state folder, or gives null when another is. A lock of the kernel's, taken
 * through SQLite because Node has none of its own: it ends with the process, whatever ends that, so that no stale
 * lock exists and nobody has to guess from a pid. Throws when the folder cannot be written.
 */
export const takeDaemonLock = (daemonFolder: string): DaemonLock | null => {
  const database = new DatabaseSync(path.join(daemonFolder, "worker.lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
};
