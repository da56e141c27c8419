import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";
import { fail, ok, type Result } from "../../domain/result.ts";
import { nextSteps, withNext } from "../words/next-steps.ts";
import { queueWords } from "../words/queue-words.ts";
import { lockFile } from "./folder-lock.ts";
import { queueFile } from "./open-database.ts";
import { specialFileProblem } from "./regular-file.ts";

/** The folder itself, or the one in which a start would make it. */
const nearestFolder = (folder: string): string => {
  const parent = path.dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
};

/**
 * Whether a start could make a queue in a data folder that has none; nothing is written. Null where there is one, which
 * has to be opened to be known. Gives sentences for the administrator, warnings behind the finding.
 */
export const lookAtFolder = (folder: string): Result<readonly string[], string> | null => {
  if (existsSync(path.join(folder, queueFile))) return null;
  const nearest = nearestFolder(path.resolve(folder));
  try {
    if (!statSync(nearest).isDirectory())
      return fail(withNext(queueWords.noFolder(nearest), nextSteps.nameFolder));
    accessSync(nearest, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return fail(queueWords.unusable(folder, code));
  }
  if (!existsSync(folder)) return ok([queueWords.willMakeFolder]);
  const [special] = [lockFile, `${queueFile}-wal`, `${queueFile}-shm`].flatMap(
    (name) => specialFileProblem(path.join(folder, name)) ?? [],
  );
  if (special !== undefined) return fail(queueWords.unusable(folder, special));
  const isOpen = (statSync(folder).mode & 0o077) !== 0;
  return ok([queueWords.willMakeQueue, ...(isOpen ? [queueWords.openFolder(folder)] : [])]);
};
