import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { promisify } from "node:util";

const exec = promisify(execFile);

// The pipe on its standard input ends when we end, however that happens: then the shell ends the daemon.
const guard =
  'exec >>"$1" 2>&1; shift; "$@" </dev/null & pid=$!; cat >/dev/null; kill -9 $pid; wait $pid';
const janitor = 'cat >/dev/null; sleep 1; rm -rf "$1"';

const spawnShell = (script: string, args: readonly string[]): ChildProcess =>
  spawn("sh", ["-c", script, "sh", ...args], { stdio: ["pipe", "ignore", "ignore"] });

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once("exit", () => resolve());
    child.stdin?.end();
  });

/**
 * A program that lives no longer than this process; what it prints is added to `log`. It must stay one process: only
 * that one is ended. Gives the function that ends it.
 */
export const startDaemon = (
  program: string,
  args: readonly string[],
  log = "/dev/null",
): (() => Promise<void>) => {
  const child = spawnShell(guard, [log, program, ...args]);
  return () => end(child);
};

/** Sees to it that `folder` goes when this process does. Gives the function that removes it now. */
export const guardFolder = (folder: string): (() => Promise<void>) => {
  const child = spawnShell(janitor, [folder]);
  return () => end(child);
};

/** Runs a program to its end and gives its output; rejects with its standard error when it fails. */
export const run = async (program: string, args: readonly string[]): Promise<string> => {
  const { stdout } = await exec(program, [...args], { timeout: 60_000, maxBuffer: 1 << 26 });
  return stdout;
};
