import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import path from "node:path";

export interface LogServerOptions {
  readonly tokensFile: string;
  readonly dataFolder: string;
  readonly slackUrl: string;
  readonly slackToken: string;
}

export interface LogServerProcess {
  readonly url: string;
  close(): Promise<void>;
}

// Slack's pace of a message a second is not the stand-in's.
const loopbackOptions = ["--host", "127.0.0.1", "--port", "0", "--slack-interval", "50"];

// A demo that was killed can stop nobody; the end of this pipe does.
const endWithParent = [
  "--import",
  "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()",
];

const startTimeoutMs = 20_000;

/** The server's program: beside this one in dist/, or its source when this one runs from source. */
const logServerProgram = (): string =>
  import.meta.filename.endsWith(".ts")
    ? path.join(import.meta.dirname, "../../server/main.ts")
    : path.join(import.meta.dirname, "log-server.js");

const untilListening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(
      () => reject(new Error(`the log server did not start: ${said}`)),
      startTimeoutMs,
    );
    child.stderr?.on("data", (chunk: Buffer) => {
      said += String(chunk);
      const [, url] = /listening on (\S+)/.exec(said) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once("exit", () => {
      clearTimeout(timer);
      reject(new Error(`the log server stopped: ${said}`));
    });
  });

/** Starts the real log server as a process of its own on loopback; `close` stops it gracefully. */
export const startLogServer = async (options: LogServerOptions): Promise<LogServerProcess> => {
  const program = logServerProgram();
  await access(program);
  const { tokensFile, dataFolder } = options;
  const child = spawn(
    process.execPath,
    [...endWithParent, program, "--tokens", tokensFile, "--data", dataFolder, ...loopbackOptions],
    {
      stdio: ["pipe", "ignore", "pipe"],
      // Nothing of the person's own environment: their Slack is not the demo's.
      env: {
        PATH: process.env["PATH"],
        SLACK_API_URL: options.slackUrl,
        SLACK_BOT_TOKEN: options.slackToken,
      },
    },
  );
  const url = await untilListening(child);
  return {
    url,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
};
