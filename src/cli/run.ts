import { lstatSync } from "node:fs";
import path from "node:path";
import { isUtf8Locale } from "../domain/locale.ts";
import { isDiskFull } from "../domain/system-code.ts";
import { versionLine } from "../domain/version-line.ts";
import { parseCommandLine } from "./args.ts";
import type { Command, CommandContext } from "./command-context.ts";
import { crashWords } from "./crash-words.ts";
import { exitCodes } from "../domain/exit-codes.ts";
import { helpText } from "./help.ts";
import { listenForStop } from "./stop-signals.ts";
import { toAscii } from "../tui/terminal/ascii-output.ts";
import { restoreTerminal } from "../tui/terminal/restore.ts";
import { safeLines } from "../words/safe.ts";
import { programVersion } from "../wiring/version.ts";

const loadApp = async (): Promise<Command> => (await import("./commands/app.ts")).app;

/** Each command is loaded when it is asked for: `--version` must not wait for the S3 client. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  upload: async () => (await import("./commands/upload.ts")).upload,
  setup: async () => (await import("./commands/app.ts")).setup,
  status: async () => (await import("./commands/status.ts")).status,
  history: async () => (await import("./commands/history.ts")).history,
  receipt: async () => (await import("./commands/receipt.ts")).receipt,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  policy: async () => (await import("./commands/policy.ts")).policy,
  reset: async () => (await import("./commands/reset.ts")).reset,
  demo: async () => (await import("./commands/demo.ts")).demo,
  completion: async () => (await import("./commands/completion.ts")).completion,
};

/** Without our signs on a terminal that shows no Unicode. What goes into files and pipes is UTF-8. */
const shown = (text: string, { isTTY }: NodeJS.WriteStream): string => {
  const lines = safeLines(text);
  return isTTY && !isUtf8Locale(process.env) ? toAscii(lines) : lines;
};

const createContext = (signal: AbortSignal): CommandContext => ({
  environment: process.env,
  folder: process.cwd(),
  out: (line) => void process.stdout.write(`${shown(line, process.stdout)}\n`), // false only asks to slow down
  say: (line) => void process.stderr.write(`${shown(line, process.stderr)}\n`),
  stdin: process.stdin,
  stderr: process.stderr,
  canAsk: process.stdin.isTTY && process.stderr.isTTY,
  signal,
});

/** Loaded where somebody asks for the file, and nowhere else. */
const debugFileProblem = async ({ S3_SFTP_DEBUG: file }: NodeJS.ProcessEnv) =>
  file ? (await import("./debug-file-problem.ts")).debugFileProblem(file) : null;

const isFileName = (word: string): boolean =>
  lstatSync(path.resolve(word), { throwIfNoEntry: false }) !== undefined;

const carryOut = async (argv: readonly string[]): Promise<number> => {
  const parsed = parseCommandLine(argv, isFileName);
  if (!parsed.ok) {
    process.stderr.write(`s3-sftp: ${shown(parsed.error, process.stderr)}\n`);
    return exitCodes.usage;
  }
  if (parsed.value.wants === "version") {
    process.stdout.write(`${versionLine(programVersion())}\n`);
    return exitCodes.done;
  }
  if (parsed.value.wants === "help") {
    process.stdout.write(helpText(parsed.value.command));
    return exitCodes.done;
  }
  const problem = await debugFileProblem(process.env);
  if (problem !== null) {
    process.stderr.write(`s3-sftp: ${problem}\n`);
    return exitCodes.notSetUp;
  }
  const { line } = parsed.value;
  const load = line.command === null ? loadApp : commands[line.command];
  if (!load) throw new Error(`no command for ${line.command}`);
  const stop = new AbortController();
  const stopListening = listenForStop(stop);
  try {
    const command = await load();
    return await command(line, createContext(stop.signal));
  } catch (thrown) {
    if (stop.signal.aborted && thrown === stop.signal.reason) return exitCodes.interrupted;
    throw thrown;
  } finally {
    stopListening();
  }
};

const crash = (thrown: unknown): never => {
  // The app may have been drawing; its own farewell does not run any more.
  restoreTerminal(process.stdout);
  process.stderr.write(`${safeLines(crashWords(thrown, process.env))}\n`);
  process.exit(exitCodes.bug);
};

/** Runs the program with the words after its name, and ends the process with the exit code. */
export const run = async (argv: readonly string[]): Promise<void> => {
  // Else it opens a debugger on a port that every user of the machine can reach.
  process.on("SIGUSR1", () => undefined);
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  const lost: string[] = [];
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const { code = "" } = error;
    // The terminal is gone. SIGHUP says so too, and lets running uploads end in order; under nohup they continue.
    if (code === "EIO") return;
    // `s3-sftp history | head`: the reader has seen enough. Uploads continue without a reader.
    if (code === "EPIPE" && argv[0] === "upload") return;
    if (code === "EPIPE") process.exit(exitCodes.done);
    // The disk that takes the results is full; the uploads continue.
    if (isDiskFull(code)) lost.push(code);
    else crash(error);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EIO" && error.code !== "EPIPE") crash(error);
  });
  // A keychain that never answered, or an idle connection, would keep the process alive.
  const exitCode = await carryOut(argv).catch(crash);
  // Trouble with the last lines is told only after they were written.
  await new Promise((resolve) => process.stdout.write("", resolve));
  const [why] = lost;
  if (why !== undefined)
    process.stderr.write(`s3-sftp: the results could not be written (${why})\n`);
  process.exit(why !== undefined && exitCode === exitCodes.done ? exitCodes.someFailed : exitCode);
};
