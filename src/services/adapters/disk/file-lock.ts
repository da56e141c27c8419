import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { behindLinks } from "./behind-links.ts";
import { guardStateLater } from "./sqlite-errors.ts";
import { sqliteCode } from "./sqlite-code.ts";

/** Another process replaces a small file: that takes milliseconds, on a slow network disk seconds. */
const maxWaitMs = 10_000;
const retryMs = 10;

const isBusy = (thrown: unknown): boolean => sqliteCode(thrown) === 5; // SQLITE_BUSY

/** The lock, or null while another holds it. */
const tryLock = (lockFile: string): DatabaseSync | null => {
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (thrown) {
    database.close();
    if (isBusy(thrown)) return null;
    throw thrown;
  }
};

/**
 * Waits until nobody else changes `file`, and gives the function that lets others do so. A lock of the kernel's, as that of
 * the daemon: it ends with its process. Fails with StateUnreadable and DiskFull; whoever waits for ten seconds goes on.
 */
export const lockFile = (file: string): Promise<Result<() => void, AppError>> =>
  guardStateLater(file, async () => {
    const beside = `${await behindLinks(file)}.lock`;
    await mkdir(path.dirname(beside), { recursive: true, mode: 0o700 });
    const deadlineMs = performance.now() + maxWaitMs;
    for (;;) {
      const held = tryLock(beside);
      if (held !== null) return () => held.close();
      // One that hangs must not lock out everybody.
      if (performance.now() > deadlineMs) return () => undefined;
      await wait(retryMs);
    }
  });
