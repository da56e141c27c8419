import type { Stats } from "node:fs";
import { accessSync, constants, lstatSync } from "node:fs";
import { access, open, realpath, stat, type FileHandle } from "node:fs/promises";
import type { AppError } from "../../../domain/errors.ts";
import { fingerprintChanges, type Fingerprint } from "../../../domain/fingerprint.ts";
import { maxSinglePutBytes } from "../../../domain/part-plan.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import { systemCode } from "../../../domain/system-code.ts";
import type { FileSource, OpenFile, EntireFile } from "../../ports/file-source.ts";
import { digestPath, startDigest } from "./digest-file.ts";
import { createDigestThread, type DigestThread } from "./digest-thread.ts";
import { guardFile } from "./file-errors.ts";
import { isOnThisMachine, LocalDisk } from "./local-disk.ts";
import { toKind } from "./dir-entry.ts";
import { crc32Of } from "./quick-crc32.ts";
import { readDetails, readFolder, readEntireFolder } from "./read-folder.ts";
import { readFully } from "./read-fully.ts";
import {
  readFlags,
  readEntireInThread,
  readEntireNow,
  type EntireRead,
} from "./read-entire-file.ts";
import { hasTrueSize, readToEnd, sizeUnknown, toReadFile } from "./untrue-size.ts";

const toFingerprint = (path: string, stats: Stats): Result<Fingerprint, AppError> => {
  const kind = toKind(stats);
  if (kind !== "file") return fail({ code: "NotAFile", path, is: kind });
  const { size: sizeBytes, mtimeMs, ino: inode, dev: device, ctimeMs: changedMs } = stats;
  return ok({ sizeBytes, mtimeMs, inode, device, changedMs });
};

const fingerprintOf = async (
  path: string,
  look: () => Stats | Promise<Stats>,
): Promise<Result<Fingerprint, AppError>> => {
  const stats = await guardFile(path, look);
  return stats.ok ? toFingerprint(path, stats.value) : stats;
};

const statOpen = (path: string, file: FileHandle): Promise<Result<Fingerprint, AppError>> =>
  fingerprintOf(path, () => file.stat());

/** Asked only of what is sent in parts: it is a look more. */
const isPassedOver = async (path: string, { sizeBytes }: Fingerprint): Promise<boolean> =>
  sizeBytes > maxSinglePutBytes && (await isOnThisMachine(path));

const toOpenFile = async (
  path: string,
  file: FileHandle,
  opened: Fingerprint,
  thread: DigestThread,
): Promise<OpenFile> => ({
  opened,
  fingerprint: () => statOpen(path, file),
  read: (buffer, position) => guardFile(path, () => readFully(file, buffer, position)),
  readWithChecksum: async (buffer, position, before) => {
    const bytes = await guardFile(path, () => readFully(file, buffer, position));
    if (!bytes.ok) return bytes;
    const crc32 = await crc32Of(buffer.subarray(0, bytes.value), before);
    return ok({ bytes: bytes.value, crc32 });
  },
  startDigest: (await isPassedOver(path, opened))
    ? (signal) => startDigest(thread, { path, descriptor: file.fd }, signal)
    : null,
  close: () => file.close(),
});

/** A file whose size is not true is read now, at one go, as long as it fits into one put. */
const readStated = async (
  path: string,
  file: FileHandle,
  stated: Fingerprint,
  thread: DigestThread,
): Promise<Result<OpenFile, AppError>> => {
  const isTrue = await guardFile(path, () => hasTrueSize(file, stated.sizeBytes));
  if (!isTrue.ok) return isTrue;
  if (isTrue.value) return ok(await toOpenFile(path, file, stated, thread));
  const now = await statOpen(path, file);
  // It grows while we look: what has changed is told later.
  if (!now.ok || fingerprintChanges(stated, now.value).length > 0) {
    return ok(await toOpenFile(path, file, stated, thread));
  }
  const bytes = await guardFile(path, () => readToEnd(file, maxSinglePutBytes));
  if (!bytes.ok) return bytes;
  if (bytes.value === null) return fail(sizeUnknown(path));
  return ok(toReadFile(file, stated, bytes.value, () => statOpen(path, file)));
};

interface FoundFile {
  readonly file: FileHandle;
  readonly isLink: boolean;
}

/** Asked of the system in this order, so that no link can come between the question and the open file. */
const openFound = async (path: string): Promise<FoundFile> => {
  try {
    return { file: await open(path, readFlags | constants.O_NOFOLLOW), isLink: false };
  } catch (thrown) {
    if (systemCode(thrown) !== "ELOOP") throw thrown;
    return { file: await open(path, readFlags), isLink: true };
  }
};

const openFile = async (
  path: string,
  thread: DigestThread,
): Promise<Result<OpenFile, AppError>> => {
  const found = await guardFile(path, () => openFound(path));
  if (!found.ok) return found;
  const { file, isLink } = found.value;
  const stated = await statOpen(path, file);
  const opened = stated.ok ? await readStated(path, file, stated.value, thread) : stated;
  if (!opened.ok) await file.close();
  return opened.ok && isLink ? ok({ ...opened.value, isLink }) : opened;
};

const readEntire = async (
  path: string,
  read: () => EntireRead | Promise<EntireRead>,
): Promise<Result<EntireFile, AppError>> => {
  const whole = await guardFile(path, read);
  if (!whole.ok) return whole;
  const opened = toFingerprint(path, whole.value.opened);
  if (!opened.ok) return opened;
  const after = toFingerprint(path, whole.value.after);
  if (!after.ok) return after;
  const { readBytes, isLonger } = whole.value;
  return ok({ opened: opened.value, after: after.value, readBytes, isLonger });
};

const everyoneMayRead = constants.S_IRUSR | constants.S_IRGRP | constants.S_IROTH;

/**
 * What may not be read is said before anything is sent. Asked only where its mode leaves a question: of 100,000 files
 * that is half the time. (What an access list denies all the same is said at the file's turn.)
 */
const isReadUnproven = (stats: Stats): boolean =>
  stats.isFile() && (stats.mode & everyoneMayRead) !== everyoneMayRead;

const statNow = (path: string): Stats | null => {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return null;
  if (isReadUnproven(stats)) accessSync(path, constants.R_OK);
  return stats;
};

const statInThread = async (path: string): Promise<Stats> => {
  const stats = await stat(path);
  if (isReadUnproven(stats)) await access(path, constants.R_OK);
  return stats;
};

/** The disk of this machine, read only. */
export const createDiskFileSource = (near = new LocalDisk()): FileSource => {
  const thread = createDigestThread();
  const statFiles = (path: string) =>
    near.ask(
      path,
      () => statNow(path),
      () => statInThread(path),
    );
  const read = (path: string, buffer: Uint8Array) =>
    near.ask(
      path,
      () => readEntireNow(path, buffer),
      () => readEntireInThread(path, buffer),
    );
  return {
    fingerprint: (path) => fingerprintOf(path, () => statFiles(path)),
    open: (path) => openFile(path, thread),
    readEntire: (path, buffer) => readEntire(path, () => read(path, buffer)),
    kind: async (path) => {
      const stats = await guardFile(path, () => stat(path));
      return stats.ok ? ok(toKind(stats.value)) : stats;
    },
    list: readFolder,
    listAll: (folder, signal) => guardFile(folder, () => readEntireFolder(folder, signal)),
    details: readDetails,
    realPath: (path) => guardFile(path, () => realpath(path)),
    digest: (path, signal) => digestPath(thread, path, signal),
  };
};
