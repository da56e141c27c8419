import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

/** The bundled program, as it is installed; built into S3_SFTP_DIST where that is set. */
export const program = path.resolve(root, process.env["S3_SFTP_DIST"] ?? "dist", "main.js");

export interface CliOptions {
  /** The whole environment but PATH; nothing is inherited. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** For standard input; empty unless given. */
  readonly input?: Uint8Array | string;
  /** Options of Node itself, before the program. */
  readonly nodeArgs?: readonly string[];
  readonly uid?: number;
  /** A command that runs the one behind it, such as `setpriv …`. */
  readonly through?: readonly string[];
  /** Another main.js than this release's. */
  readonly main?: string;
}

export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Each line of stdout that is JSON. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

export interface RunningCli {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<CliResult>;
}

const isEvent = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const toEvents = (stdout: string) =>
  stdout
    .split("\n")
    .filter((line) => line.startsWith('{"'))
    .map((line): unknown => JSON.parse(line))
    .filter(isEvent);

/** Starts `s3-sftp` with these words behind it. */
export const startCli = (args: readonly string[], options: CliOptions = {}): RunningCli => {
  const {
    environment = {},
    folder,
    input,
    nodeArgs = [],
    uid,
    through = [],
    main = program,
  } = options;
  const [file = "", ...words] = [...through, process.execPath, ...nodeArgs, main, ...args];
  const child = spawn(file, words, {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["pipe", "pipe", "pipe"],
    ...(folder !== undefined && { cwd: folder }),
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  // A program that ends before it has read everything is a result, not a fault of the test.
  child.stdin.on("error", () => undefined).end(input ?? "");
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr, events: toEvents(stdout) }));
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
};

/** Runs `s3-sftp` to its end. */
export const runCli = (args: readonly string[], options: CliOptions = {}): Promise<CliResult> =>
  startCli(args, options).ended;
