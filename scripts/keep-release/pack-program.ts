import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

const entries = ["main.js", "worker.js", "sha256-thread.js"];

/** What no test asks an old program for, and is a third of it: the log server, its Redis, the demo. */
const isLeftOut = (name: string) => /^(demo-|serve-|redis-queue)/.test(name);

const tarOptions = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];

/** Files of the bundle that the app, the command or the daemon may load. */
const reachableFiles = async (dist: string): Promise<readonly string[]> => {
  const names = new Set(await readdir(dist));
  const found = new Set<string>();
  const add = async (name: string): Promise<void> => {
    if (found.has(name) || !names.has(name) || isLeftOut(name)) return;
    found.add(name);
    const text = await readFile(path.join(dist, name), "utf8");
    for (const [, other = ""] of text.matchAll(/["']\.\/([\w-]+\.js)["']/g)) await add(other);
  };
  for (const name of entries) await add(name);
  return [...found].sort();
};

/** Packs what of `dist` a sender's machine runs into `file`, the same bytes for the same program. */
export const packProgram = async (dist: string, file: string): Promise<void> => {
  const files = await reachableFiles(dist);
  const compress = "--use-compress-program=gzip -9n";
  execFileSync("tar", ["-c", ...tarOptions, compress, `--file=${file}`, ...files], { cwd: dist });
};
