import { spawn } from "node:child_process";

/** With what a daemon that could not begin ends: sysexits.h EX_TEMPFAIL, EX_CANTCREAT, EX_NOPERM. */
export const daemonExit = { anotherIsThere: 75, noSocket: 73, unsafeFolder: 77 } as const;

export interface StartDaemonParams {
  /** The daemon's script. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface StartedDaemon {
  /** Its exit code once it has ended; null while it runs, -1 when it could not be started or was killed. */
  exitCode(): number | null;
}

/**
 * Has glibc give memory of this size back when it is freed: bodies and parts come and go for days, and its own threshold
 * grows with the largest, so that they stay in a heap full of holes. Read at the start only; other C libraries ignore it.
 */
const allocation = { MALLOC_MMAP_THRESHOLD_: "1048576" };

/**
 * Has V8 collect garbage before it asks for more memory, at 130 MiB with 2,000 small files instead of 160
 * (docs/decisions/0015-flags-of-v8.md).
 */
const heapFlags = ["--max-semi-space-size=4", "--heap-growing-percent=40"];

/** SIGUSR1 opens a port on which every user of the machine may run code as ours. */
const noDebugger = "--disable-sigusr1";

/**
 * Starts a daemon that outlives this process: in a session of its own, so that neither the terminal's SIGHUP nor
 * Ctrl+C reaches it, and with none of our files open, so that sshd can end the connection.
 */
export const startDaemon = ({ program, environment }: StartDaemonParams): StartedDaemon => {
  const child = spawn(process.execPath, [...heapFlags, noDebugger, program], {
    cwd: "/",
    detached: true,
    env: { ...allocation, ...environment },
    stdio: "ignore",
  });
  let exitCode: number | null = null;
  child.on("error", () => (exitCode = -1));
  child.on("exit", (code) => (exitCode = code ?? -1));
  child.unref();
  return { exitCode: () => exitCode };
};
