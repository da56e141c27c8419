import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { codeOf, isFullDisk } from "./error-code.ts";

const forbidden = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "ELOOP", "EEXIST"]);

/** DiskFull and StateUnreadable come back, and `onDiskError` for a failing disk; bugs throw. */
const guardFile = async <T>(
  file: string,
  work: () => Promise<T>,
  onDiskError: AppError = { code: "DiskFault", path: path.dirname(file) },
): Promise<Result<T, AppError>> => {
  try {
    return ok(await work());
  } catch (thrown) {
    const code = codeOf(thrown);
    if (isFullDisk(code)) return fail({ code: "DiskFull", path: path.dirname(file) });
    if (forbidden.has(code)) return fail({ code: "StateUnreadable", file, reason: "permission" });
    if (code === "EIO") return fail(onDiskError);
    throw thrown;
  }
};

/** The text of a file; null when there is none. Fails with StateUnreadable. */
export const readTextFile = (file: string): Promise<Result<string | null, AppError>> =>
  guardFile(
    file,
    async () => {
      try {
        return await readFile(file, "utf8");
      } catch (thrown) {
        if (codeOf(thrown) === "ENOENT") return null;
        throw thrown;
      }
    },
    { code: "StateUnreadable", file, reason: "disk error" },
  );

const fsyncFolder = async (folder: string): Promise<void> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch (thrown) {
    // Some network file systems cannot sync a folder; the renamed file itself is on disk.
    if (!["EINVAL", "ENOTSUP", "EPERM", "EISDIR"].includes(codeOf(thrown))) throw thrown;
  } finally {
    await handle?.close();
  }
};

/**
 * Replaces a file (0600, in a folder of 0700) so that a crash leaves the old text or the new one, never half:
 * temporary file, fsync, rename, fsync of the folder. Fails with DiskFull, DiskFault or StateUnreadable.
 */
export const replaceTextFile = (file: string, text: string): Promise<Result<void, AppError>> =>
  guardFile(file, async () => {
    const folder = path.dirname(file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = `${file}.${randomUUID()}.tmp`;
    try {
      const handle = await open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
    } catch (thrown) {
      await rm(temporary, { force: true });
      throw thrown;
    }
    await fsyncFolder(folder);
  });

/** Takes a file away; false where there was none. */
export const removeTextFile = (file: string): Promise<Result<boolean, AppError>> =>
  guardFile(file, async () => {
    try {
      await rm(file);
      return true;
    } catch (thrown) {
      if (codeOf(thrown) === "ENOENT") return false;
      throw thrown;
    }
  });

/** Moves a file beside itself under a name that is free, and gives that name. Never writes over another. */
export const moveAside = (file: string, atMs: number): Promise<Result<string, AppError>> =>
  guardFile(file, async () => {
    const stamp = new Date(atMs).toISOString().replace(/[-:]/g, "").slice(0, 15);
    const aside = `${file}.kept-${stamp}-${randomUUID().slice(0, 8)}`;
    await rename(file, aside);
    await fsyncFolder(path.dirname(file));
    return aside;
  });
