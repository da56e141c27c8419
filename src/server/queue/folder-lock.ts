import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assertRegularFile } from "./regular-file.ts";

/** Locked in a data folder as long as a server runs. */
export const lockFile = "server.lock";

/** A data folder that this process has for itself. */
export interface FolderLock {
  readonly release: () => void;
}

const isBusy = (error: unknown) =>
  error instanceof Error && "errcode" in error && error.errcode === 5; // SQLITE_BUSY

/** Before SQLite opens it: its journal gets the same mode. Opens no file that somebody may hold a lock on. */
const closeToOthers = (file: string): void => {
  if (existsSync(file)) chmodSync(file, 0o600);
  else writeFileSync(file, "", { flag: "a", mode: 0o600 });
};

/**
 * Takes `folder` (made with 0700 when absent) for this process: two delivery loops on one queue would post everything
 * twice. The kernel releases it when the process dies, however it dies. Null when another process has it; throws when
 * the folder cannot be written.
 */
export const lockFolder = (folder: string): FolderLock | null => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // SQLite's own file lock, held by a transaction that never ends: Node has no flock(). As the app's for its state
  // folder, whose code the server may not import.
  const file = path.join(folder, lockFile);
  for (const each of [file, `${file}-journal`]) assertRegularFile(each);
  closeToOthers(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
};
