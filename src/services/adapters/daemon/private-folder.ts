import { constants } from "node:fs";
import { lstat, mkdir, open, readlink, realpath, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { isPrivateGroup } from "../disk/private-group.ts";

/** Who we are to the file system. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** The identity that this process's files get. */
export const ownIdentity = (): Identity => ({
  uid: process.geteuid?.() ?? 0,
  gid: process.getegid?.() ?? 0,
});

const groupMayWrite = 0o020;
const othersMayWrite = 0o002;
const sticky = 0o1000;
const anythingForOthers = 0o077;

/** True when nobody but `who` and root can put something else in the place of what lies in this parent folder. */
const isParentSafe = async (folder: string, who: Identity): Promise<boolean> => {
  const { uid, gid, mode } = await lstat(folder);
  if (uid !== 0 && uid !== who.uid) return false;
  if ((mode & sticky) !== 0) return true;
  if ((mode & othersMayWrite) !== 0) return false;
  // A umask of 002 makes folders that a user's private group may write; that group is the user alone.
  return (mode & groupMayWrite) === 0 || isPrivateGroup(gid, who);
};

const areParentsSafe = async (folder: string, who: Identity): Promise<boolean> => {
  for (let at = path.dirname(folder); ; at = path.dirname(at)) {
    if (!(await isParentSafe(at, who))) return false;
    if (at === path.dirname(at)) return true;
  }
};

/** A folder that was found private, held open. */
export interface PrivateFolder {
  /** A path of what lies in this very folder, whatever takes its name meanwhile. Only while it is open. */
  at(name: string): string;
  close(): Promise<void>;
}

/** Linux gives each open file a name that leads to it and nothing else: proc_pid_fd(5). Null elsewhere. */
const nameOfOpen = async ({ fd }: FileHandle): Promise<string | null> => {
  const name = `/proc/self/fd/${fd}`;
  return readlink(name).then(
    () => name,
    () => null,
  );
};

const checkOpen = async (
  folder: string,
  handle: FileHandle,
  who: Identity,
): Promise<PrivateFolder | null> => {
  const { uid, mode } = await handle.stat();
  if (uid !== who.uid || (mode & anythingForOthers) !== 0) return null;
  const name = await nameOfOpen(handle);
  const real = await (name === null ? realpath(folder) : readlink(name));
  if (!(await areParentsSafe(real, who))) return null;
  return { at: (entry) => path.join(name ?? folder, entry), close: () => handle.close() };
};

/**
 * Opens `folder` if only `who` (and root) can write into it or replace it: its own folder, closed to all others, in
 * parents that no third person controls. Links are followed first. What is used through it is what was looked at, also
 * where its name is exchanged. Null also when it cannot be looked at.
 */
export const openPrivateFolder = async (
  folder: string,
  who: Identity,
): Promise<PrivateFolder | null> => {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK);
    const found = await checkOpen(folder, handle, who);
    if (found === null) await handle.close();
    return found;
  } catch {
    await handle?.close();
    return null;
  }
};

/** True where `openPrivateFolder` would open it. */
export const isPrivateFolder = async (folder: string, who: Identity): Promise<boolean> => {
  const opened = await openPrivateFolder(folder, who);
  await opened?.close();
  return opened !== null;
};

/** Why `folder` is no place for a socket: others may write there, or there is none and none can be made. */
export const noCandidateReason = async (folder: string): Promise<"unsafe folder" | "no socket"> =>
  (await lstat(folder).catch(() => null)) ? "unsafe folder" : "no socket";

const make = (folder: string) => mkdir(folder, { mode: 0o700 }).catch(() => undefined);

/**
 * Makes `folder` (0700) where it is missing, and says whether it is private. Never changes one that exists, and makes
 * no parents: a missing $XDG_RUNTIME_DIR is not ours to make.
 */
export const makePrivateFolder = async (folder: string, who: Identity): Promise<boolean> => {
  await make(folder);
  return isPrivateFolder(folder, who);
};

/** As `makePrivateFolder`, and opens it. */
export const openMadeFolder = async (
  folder: string,
  who: Identity,
): Promise<PrivateFolder | null> => {
  await make(folder);
  return openPrivateFolder(folder, who);
};
