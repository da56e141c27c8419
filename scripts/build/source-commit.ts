import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { promisify } from "node:util";

const git = async (root: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)("git", args, { cwd: root })).stdout.trim();

/**
 * The commit that `root` is built from, with "-dirty" where files of it have changed since; null where the folder is no
 * repository of its own (a source archive, or one that lies in somebody else's).
 */
export const sourceCommit = async (root: string): Promise<string | null> => {
  try {
    const top = await git(root, "rev-parse", "--show-toplevel");
    if ((await realpath(top)) !== (await realpath(root))) return null;
    return await git(root, "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty");
  } catch {
    return null; // no repository, or no git
  }
};
