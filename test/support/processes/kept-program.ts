import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { keptRelease } from "../values/kept-release.ts";

/** The program of an older release, as its package had it. */
export interface KeptProgram {
  /** Its main.js. */
  readonly program: string;
  remove(): Promise<void>;
}

/** Unpacks it into a folder of its own. */
export const unpackKeptProgram = async (): Promise<KeptProgram> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-kept-program-"));
  execFileSync("tar", ["-xzf", path.join(keptRelease.folder, "program.tgz"), "-C", folder]);
  return {
    program: path.join(folder, "main.js"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
