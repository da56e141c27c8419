import { execFile } from "node:child_process";

/** A program that did not end with 0; its message is what it said. */
export class ToolFailed extends Error {}

/** Runs a program in a folder and gives what it wrote to standard output, without the last newline. */
export const runTool = (
  folder: string,
  program: string,
  ...args: readonly string[]
): Promise<string> =>
  new Promise((resolve, reject) => {
    // Where git was called from a hook, its variables would name another repository.
    const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
    const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) resolve(stdout.trimEnd());
      else reject(new ToolFailed(`${[program, ...args].join(" ")}\n${stdout}${stderr}`.trimEnd()));
    });
  });
