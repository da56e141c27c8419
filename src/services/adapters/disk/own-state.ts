import { lstatSync, statSync, type Stats } from "node:fs";
import path from "node:path";
import { isPrivateGroup } from "./private-group.ts";

const groupMayWrite = 0o020;
const othersMayWrite = 0o002;

/** Nobody but the user of this process, and root, can write to it. */
const isOwn = ({ uid, gid, mode }: Stats): boolean => {
  const who = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  if (uid !== who.uid && uid !== 0) return false;
  if ((mode & othersMayWrite) !== 0) return false;
  return (mode & groupMayWrite) === 0 || isPrivateGroup(gid, who);
};

/**
 * True where the state database is the user's own: what it says of receipts, parts and log messages is believed. A file
 * that is absent will be; a folder, a pipe or a device in its place is none. Throws what the system says.
 */
export const isOwnState = (file: string): boolean => {
  if (process.geteuid === undefined) return true;
  const folder = path.dirname(file);
  // A link leads to where a person has moved the state; one that others could make is in a folder of theirs.
  if (!isOwn(statSync(folder))) return false;
  const link = lstatSync(file, { throwIfNoEntry: false });
  if (link === undefined) return true;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return isOwn(statSync(path.dirname(file)));
  return found.isFile() && isOwn(found);
};
