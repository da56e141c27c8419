import { execFile } from "node:child_process";
import path from "node:path";

const entry = path.resolve(import.meta.dirname, "../../../src/server/main.ts");

/** Far longer than any command takes: one that waits for something has a fault. */
const timeoutMs = 60_000;

export interface LogServerRun {
  /** Null when it had to be killed. */
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of s3-sftp-log-server to its end, with HOME in `home` and nothing else inherited. */
export const runLogServer = (
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LogServerRun> =>
  new Promise((resolve) => {
    const options = {
      env: { PATH: process.env["PATH"], HOME: home, ...env },
      timeout: timeoutMs,
      cwd: home,
    };
    const child = execFile(process.execPath, [entry, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
