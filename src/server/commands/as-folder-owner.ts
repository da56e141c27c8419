import { stat } from "node:fs/promises";

/** Root alone may become somebody else; the calls are not there on every system. */
const { geteuid, setegid, seteuid } = process;

/**
 * Does something with the rights of whom a folder belongs to, where root asked for it. What an administrator's look
 * into a queue leaves there (the database, its log) would else be root's, and closed to the server.
 */
export const asFolderOwner = async <T>(folder: string, action: () => Promise<T>): Promise<T> => {
  const owner = await stat(folder).catch(() => null);
  if (!geteuid || !seteuid || !setegid || geteuid() !== 0 || owner === null || owner.uid === 0) {
    return action();
  }
  // The group first: afterwards nobody may change it.
  setegid(owner.gid);
  seteuid(owner.uid);
  try {
    return await action();
  } finally {
    seteuid(0);
    setegid(0);
  }
};
