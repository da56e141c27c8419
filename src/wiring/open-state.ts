import { access } from "node:fs/promises";
import type { AppError } from "../domain/errors.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { openTransferStore } from "../services/adapters/disk/sqlite-transfer-store.ts";
import { moveAside } from "../services/adapters/disk/text-file.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import { askYes } from "../cli/ask.ts";
import type { CommandContext } from "../cli/command-context.ts";
import { errorLines } from "../cli/say-error.ts";

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

// SQLite's own files beside a database belong to it: a fresh one must not find them.
const companions = ["", "-wal", "-shm"] as const;

/** Moves a state database aside with what belongs to it; gives where the database is kept. */
export const setStateAside = async (file: string): Promise<Result<string, AppError>> => {
  let kept = file;
  for (const suffix of companions) {
    if (!(await exists(file + suffix))) continue;
    const moved = await moveAside(file + suffix, Date.now());
    if (!moved.ok) return moved;
    if (suffix === "") kept = moved.value;
  }
  return ok(kept);
};

/**
 * Opens the state database. One that cannot be read is kept: at a terminal the person may rename it and start with
 * an empty one, otherwise the error comes back.
 */
export const openState = async (
  file: string,
  context: CommandContext,
): Promise<Result<TransferStore, AppError>> => {
  const opened = openTransferStore(file);
  if (opened.ok || !context.canAsk || opened.error.code !== "StateUnreadable") return opened;
  if (opened.error.reason === "permission") return opened;
  for (const line of errorLines(opened.error)) context.say(line);
  if (!(await askYes("Rename it and start with an empty one?", context))) return opened;
  const aside = await setStateAside(file);
  if (!aside.ok) return aside;
  context.say(`Renamed to ${aside.value}`);
  return openTransferStore(file);
};

/** The state database for reading; null when there is none yet, which a question must not create. */
export const openStateIfThere = async (
  file: string,
): Promise<Result<TransferStore | null, AppError>> => {
  if (!(await exists(file))) return ok(null);
  const opened = openTransferStore(file);
  return opened.ok ? ok(opened.value) : fail(opened.error);
};
