import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { waitUntil } from "../processes/wait-until.ts";

/** A control group of this machine for one test; what is made below it goes with it. */
export interface OwnCgroup {
  /** Whoever writes its process ID here is in it. */
  readonly members: string;
  /** Waits until nobody is in it. */
  remove(): Promise<void>;
}

/** Makes a group below the machine's own. Needs root and mounts of its own. */
export const makeCgroup = async (): Promise<OwnCgroup> => {
  const place = await mkdtemp(path.join(tmpdir(), "s3-sftp-cgroup-"));
  execFileSync("mount", ["-t", "cgroup2", "cgroup2", place]);
  const own = path.join(place, path.basename(place));
  await mkdir(own);
  const isGone = () => {
    spawnSync("find", [own, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"]);
    return !existsSync(own);
  };
  return {
    members: path.join(own, "cgroup.procs"),
    remove: async () => {
      await waitUntil("the group has no members", isGone);
      execFileSync("umount", [place]);
      await rmdir(place);
    },
  };
};
