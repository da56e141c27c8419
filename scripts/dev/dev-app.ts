import { spawn } from "node:child_process";
import { constants } from "node:os";

/** The app on this process's terminal. */
export interface DevApp {
  /** Its exit code, as a shell counts signals. */
  readonly ended: Promise<number>;
  /** Ends it in order; resolves when it has given the terminal back. */
  stop(): Promise<void>;
}

/** Longer than the app takes to write down where its uploads are. */
const stopTimeoutMs = 20_000;

/** Starts the app on the terminal of this process. */
export const startDevApp = (
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): DevApp => {
  const child = spawn(process.execPath, [program, ...args], { stdio: "inherit", env: environment });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)),
    );
  });
  return {
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
};
