import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashToken } from "../../../src/server/auth/token-file.ts";

/** A log server in a process of its own, as an administrator starts it. */
export interface LogServerProcess {
  /** With the real port, no slash at its end. */
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything that it has written to standard error. */
  output(): string;
  /** Sends the signal and resolves with the exit code, null after a kill. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface LogServerFolder {
  readonly folder: string;
  readonly tokensFile: string;
  readonly dataFolder: string;
  /** The one token that the file admits. */
  readonly token: string;
  /** What the server calls it. */
  readonly tokenName: string;
  start(options?: StartOptions): Promise<LogServerProcess>;
  /** Kills what still runs and removes the folder. */
  remove(): Promise<void>;
}

export interface StartOptions {
  readonly slackUrl?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the server, as `nice` would: its words come before Node's. */
  readonly under?: readonly string[];
}

const entry = path.resolve(import.meta.dirname, "../../../src/server/main.ts");

const start = async (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<LogServerProcess> => {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      const found = /^listening on (\S+)\n/m.exec(output);
      if (found?.[1]) resolve(found[1]);
    });
    child.once("exit", () => reject(new Error(`the log server did not start:\n${output}`)));
  });
  return {
    url,
    child,
    output: () => output,
    end: async (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
};

/** A fresh folder with a tokens file and a data folder for one or more log servers. */
export const createLogServerFolder = async (): Promise<LogServerFolder> => {
  const folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-log-server-"));
  const tokensFile = path.join(folder, "tokens");
  const dataFolder = path.join(folder, "data");
  const token = "a-token-of-the-tests-0123456789";
  await writeFile(tokensFile, `# tests\n${token}\n`, { mode: 0o600 });
  const running: LogServerProcess[] = [];
  return {
    folder,
    tokensFile,
    dataFolder,
    token,
    tokenName: `plain-${hashToken(token).toString("hex", 0, 4)}`,
    start: async ({
      slackUrl = "http://127.0.0.1:9/api/",
      args = [],
      env = {},
      under = [],
    } = {}) => {
      const all = [
        "--tokens",
        tokensFile,
        "--data",
        dataFolder,
        "--host",
        "127.0.0.1",
        "--port",
        "0",
      ];
      const command = [
        ...under,
        process.execPath,
        entry,
        ...all,
        "--slack-interval",
        "20",
        ...args,
      ];
      const server = await start(command, {
        SLACK_BOT_TOKEN: "xoxb-of-the-tests",
        SLACK_API_URL: slackUrl,
        ...env,
      });
      running.push(server);
      return server;
    },
    remove: async () => {
      for (const server of running) if (server.child.exitCode === null) await server.end("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
};
