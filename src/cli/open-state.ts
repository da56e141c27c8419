import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import type { TransferStore } from "../services/ports/transfer-store.ts";
import { openStateDatabase, setStateAside } from "../wiring/state-database.ts";
import { askYes } from "./ask.ts";
import type { CommandContext } from "./command-context.ts";
import { errorLines } from "./say-error.ts";
import { savedFileWords } from "../words/commands/saved-files.ts";

/**
 * Opens the state database. One that cannot be read is kept: at a terminal the person may rename it and start with
 * an empty one, otherwise the error comes back.
 */
export const openState = async (
  file: string,
  context: CommandContext,
): Promise<Result<TransferStore, AppError>> => {
  const opened = openStateDatabase(file);
  if (opened.ok || !context.canAsk || opened.error.code !== "StateUnreadable") return opened;
  if (opened.error.reason === "permission") return opened;
  for (const line of errorLines(opened.error)) context.say(line);
  if (!(await askYes(savedFileWords.startEmpty, context))) return opened;
  const aside = await setStateAside(file);
  if (!aside.ok) return aside;
  context.say(savedFileWords.renamed(aside.value));
  return openStateDatabase(file);
};
