import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";
import { systemCode } from "../../../domain/system-code.ts";
import { replaceFile } from "../../../whole-files/replace-file.ts";
import { syncFolder } from "../../../whole-files/sync.ts";
import { behindLinks } from "./behind-links.ts";
import { guardAsync } from "./guard.ts";
import { toStateFileError } from "./state-file-errors.ts";

/** DiskFull, DiskFault and StateUnreadable come back, bugs throw. */
const guardStateFile = <T>(file: string, work: () => Promise<T>): Promise<Result<T, AppError>> =>
  guardAsync((thrown) => toStateFileError(thrown, file), work);

/** A file of ours has a few KiB. */
const maxTextBytes = 1024 * 1024;

/** Not a text that this program has written: a pipe, which would be waited for, a device, or far too long. */
class NotOurText extends Error {}

const readOpened = async (handle: FileHandle): Promise<string> => {
  const stats = await handle.stat();
  if (stats.isDirectory()) throw Object.assign(new Error("a folder"), { code: "EISDIR" });
  if (!stats.isFile() || stats.size > maxTextBytes) throw new NotOurText("not a text of ours");
  return handle.readFile("utf8");
};

const readIfThere = async (file: string): Promise<string | null> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    return await readOpened(handle);
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return null;
    throw thrown;
  } finally {
    await handle?.close();
  }
};

/** The text of a file; null when there is none. Fails with StateUnreadable, also for a disk that fails. */
export const readTextFile = (file: string): Promise<Result<string | null, AppError>> =>
  guardAsync(
    (thrown) => {
      if (thrown instanceof NotOurText)
        return { code: "StateUnreadable", file, reason: "corrupt" } as const;
      const error = toStateFileError(thrown, file);
      return error?.code === "DiskFault"
        ? { code: "StateUnreadable", file, reason: "disk error" }
        : error;
    },
    () => readIfThere(file),
  );

/**
 * Replaces a file (0600, in a folder of 0700) so that a crash leaves the old text or the new one, never half. A
 * symbolic link stays one; what it leads to is replaced. Fails with DiskFull, DiskFault or StateUnreadable.
 */
export const replaceTextFile = (name: string, text: string): Promise<Result<void, AppError>> =>
  guardStateFile(name, async () => {
    const file = await behindLinks(name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await replaceFile(file, text);
  });

/** Takes a file away, the one behind a symbolic link; false where there was none. */
export const removeTextFile = (name: string): Promise<Result<boolean, AppError>> =>
  guardStateFile(name, async () => {
    try {
      await rm(await behindLinks(name));
      return true;
    } catch (thrown) {
      if (systemCode(thrown) === "ENOENT") return false;
      throw thrown;
    }
  });

/**
 * Moves a file, the one behind a symbolic link, beside itself under a name that is free, and gives that name. Never
 * writes over another.
 */
export const moveAside = (name: string, atMs: number): Promise<Result<string, AppError>> =>
  guardStateFile(name, async () => {
    const file = await behindLinks(name);
    const stamp = new Date(atMs).toISOString().replace(/[-:]/g, "").slice(0, 15);
    const aside = `${file}.kept-${stamp}-${randomUUID().slice(0, 8)}`;
    await rename(file, aside);
    await syncFolder(path.dirname(file));
    return aside;
  });
