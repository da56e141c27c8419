import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { spawn } from "@lydell/node-pty";
import type { IPty } from "@lydell/node-pty";

export interface TmuxOptions {
  readonly columns: number;
  readonly rows: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One session of a tmux server of its own, which reads nobody's configuration. */
export interface Tmux {
  /** Starts a program in the session. */
  run(command: readonly string[]): void;
  /** Types keys by their tmux names ("Down", "Enter", "C-b") or texts. */
  press(...keys: readonly string[]): void;
  /** What the pane shows, line by line, without colours. */
  screen(): string;
  resize(columns: number, rows: number): void;
  /** A terminal that attaches to the session as a person's does. */
  attach(): TmuxClient;
  close(): Promise<void>;
}

export interface TmuxClient {
  /** All bytes that its terminal got so far. */
  readonly got: () => string;
  press(keys: string): void;
  /** The terminal is closed under it. */
  kill(): void;
  readonly ended: Promise<void>;
}

const toClient = (pty: IPty): TmuxClient => {
  let got = "";
  const end = Promise.withResolvers<void>();
  pty.onData((data) => (got += data));
  pty.onExit(() => end.resolve());
  return {
    got: () => got,
    press: (keys) => pty.write(keys),
    kill: () => pty.kill("SIGKILL"),
    ended: end.promise,
  };
};

const size = (columns: number, rows: number) => ["-x", String(columns), "-y", String(rows)];

/** Starts a tmux server with one detached session. */
export const startTmux = async (options: TmuxOptions): Promise<Tmux> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-tmux-"));
  const { columns, rows, environment } = options;
  const env = { ...environment, TERM: "xterm-256color" };
  const own = ["-u", "-S", path.join(folder, "server"), "-f", "/dev/null"];
  const tmux = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync("tmux", [...own, ...args], { env });
    if (status !== 0) throw new Error(`tmux ${args.join(" ")}: ${stderr.toString()}`);
    return stdout.toString();
  };
  tmux("new-session", "-d", "-s", "test", ...size(columns, rows), "sh");
  tmux("set-option", "-g", "window-size", "manual");
  // The server would end with its last program, and nobody could look at what it left.
  tmux("set-option", "-g", "remain-on-exit", "on");
  return {
    run: (command) => {
      tmux("respawn-pane", "-k", "-t", "test", "--", ...command);
    },
    press: (...keys) => {
      tmux("send-keys", "-t", "test", ...keys);
    },
    screen: () => tmux("capture-pane", "-p", "-t", "test"),
    resize: (x, y) => {
      tmux("resize-window", "-t", "test", ...size(x, y));
    },
    attach: () =>
      toClient(
        spawn("tmux", [...own, "attach-session", "-t", "test"], { cols: columns, rows, env }),
      ),
    close: async () => {
      spawnSync("tmux", [...own, "kill-server"], { env });
      await rm(folder, { recursive: true, force: true });
    },
  };
};
