import { lstat, mkdir, realpath } from "node:fs/promises";
import path from "node:path";

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
  return (mode & groupMayWrite) === 0 || gid === who.gid;
};

/**
 * True when only `who` (and root) can write into `folder` or replace it: its own folder, closed to all others, in
 * parents that no third person controls. Links are followed first. False also when it cannot be looked at.
 */
export const isPrivateFolder = async (folder: string, who: Identity): Promise<boolean> => {
  try {
    const real = await realpath(folder);
    const { uid, mode } = await lstat(real);
    if (uid !== who.uid || (mode & anythingForOthers) !== 0) return false;
    for (let at = path.dirname(real); ; at = path.dirname(at)) {
      if (!(await isParentSafe(at, who))) return false;
      if (at === path.dirname(at)) return true;
    }
  } catch {
    return false;
  }
};

/** Why `folder` is no place for a socket: others may write there, or there is none and none can be made. */
export const noCandidateReason = async (folder: string): Promise<"unsafe folder" | "no socket"> =>
  (await lstat(folder).catch(() => null)) ? "unsafe folder" : "no socket";

/**
 * Makes `folder` (0700) where it is missing, and says whether it is private. Never changes one that exists, and makes
 * no parents: a missing $XDG_RUNTIME_DIR is not ours to make.
 */
export const makePrivateFolder = async (folder: string, who: Identity): Promise<boolean> => {
  await mkdir(folder, { mode: 0o700 }).catch(() => undefined);
  return isPrivateFolder(folder, who);
};
