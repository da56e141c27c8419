import { open, rename, rm, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { fail, type Result } from "../../domain/result.ts";
import { tokenWords } from "../words/token-words.ts";

/** Whoever holds the lock needs a few milliseconds. */
const retryMs = 20;
const patienceMs = 10_000;
/** A lock of this age was left behind by a process that died. */
const staleMs = 60_000;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

/** True when the lock is ours now. */
const take = async (lock: string): Promise<boolean> => {
  try {
    const handle = await open(lock, "wx", 0o600);
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
};

/** Removes a lock that was left behind. Under another name first: of two who do so, one finds nothing. */
const removeIfStale = async (lock: string): Promise<void> => {
  try {
    const { mtimeMs } = await stat(lock);
    if (Date.now() - mtimeMs < staleMs) return;
    const aside = `${lock}.${process.pid}`;
    await rename(lock, aside);
    await rm(aside, { force: true });
  } catch (error) {
    // It was given back, or somebody else has removed it.
    if (codeOf(error) !== "ENOENT") throw error;
  }
};

/**
 * Does `work` while nobody else on this file does any: the lock is `FILE.lock`. Fails with a sentence when another
 * process holds it for long; throws what the disk does.
 */
export const withFileLock = async <T>(
  file: string,
  work: () => Promise<Result<T, string>>,
): Promise<Result<T, string>> => {
  const lock = `${file}.lock`;
  const untilMs = performance.now() + patienceMs;
  while (!(await take(lock))) {
    await removeIfStale(lock);
    if (performance.now() > untilMs) return fail(tokenWords.locked(lock));
    await wait(retryMs);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
};
