import { access, realpath } from "node:fs/promises";
import type { AppError } from "../domain/errors.ts";
import { ok, type Result } from "../domain/result.ts";
import { appPaths } from "../services/adapters/disk/paths.ts";
import { openTransferStore } from "../services/adapters/disk/sqlite-transfer-store.ts";
import { moveAside } from "../services/adapters/disk/text-file.ts";
import type { Environment } from "../services/ports/environment.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

// SQLite's own files beside a database belong to it: a fresh one must not find them.
const companions = ["", "-wal", "-shm", "-journal"] as const;

/** Opens the state database, and makes it where there is none. Fails with StateUnreadable or DiskFull. */
export const openStateDatabase = (file: string): Result<TransferStore, AppError> =>
  openTransferStore(file);

/** Moves a state database aside with what belongs to it; gives where the database is kept. */
export const setStateAside = async (file: string): Promise<Result<string, AppError>> => {
  let kept = file;
  // Behind a link, where SQLite keeps them too.
  const real = await realpath(file).catch(() => file);
  for (const suffix of companions) {
    if (!(await exists(real + suffix))) continue;
    const moved = await moveAside(real + suffix, Date.now());
    if (!moved.ok) return moved;
    if (suffix === "") kept = moved.value;
  }
  return ok(kept);
};

/** The state database of this user, for reading, also on a disk that cannot be written; null when there is none yet, which a question must not create. */
export const openStateIfThere = async (
  environment: Environment,
): Promise<Result<TransferStore | null, AppError>> => {
  const { stateFile } = appPaths(environment);
  if (!(await exists(stateFile))) return ok(null);
  const opened = openTransferStore(stateFile);
  if (opened.ok || opened.error.code !== "StateUnreadable") return opened;
  if (opened.error.reason !== "permission") return opened;
  const toRead = openTransferStore(stateFile, { isReadOnly: true });
  return toRead.ok ? toRead : opened;
};
