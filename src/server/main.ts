#!/usr/bin/env node
import { crashStack } from "../crash/crash-stack.ts";
import { assertNever } from "../domain/assert-never.ts";
import { versionLine } from "../domain/version-line.ts";
import { parseCommandLine, type CommandLine } from "./command-line.ts";
import { lostOutputCode } from "./commands/print.ts";
import { readConfig, type Options } from "./config.ts";
import { exitCodes } from "./exit-codes.ts";
import { commandWords } from "./words/command-words.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);

/** What was acknowledged is on disk: whoever supervises the server starts it again. */
const crash = (thrown: unknown): never => {
  say(`s3-sftp-log-server: internal error: ${crashStack(thrown, process.env)}`);
  // It may be listening already.
  process.exit(exitCodes.bug);
};

/** The end of a command whose output nobody gets. A reader that has seen enough, as of `| head`, is no failure. */
const endWithoutOutput = (error: unknown): never => {
  const code = lostOutputCode(error);
  if (code === null) return crash(error);
  const isEnough = code === "EPIPE";
  if (!isEnough) say(commandWords.failed(commandWords.outputLost(code)));
  return process.exit(isEnough ? exitCodes.done : exitCodes.notSetUp);
};

const runServer = async (options: Options): Promise<number | null> => {
  const config = readConfig(options, process.env);
  if (!config.ok) {
    const { sayUsage } = await import("./commands/say-usage.ts");
    return sayUsage(config.error, null);
  }
  const [{ serve }, { createLog }] = await Promise.all([
    import("./commands/serve.ts"),
    import("./operations/create-log.ts"),
  ]);
  const server = await serve(config.value, createLog(config.value.logLevel));
  if (!server.ok) {
    say(commandWords.failed(server.error));
    return exitCodes.notSetUp;
  }
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(exitCodes.done); // asked twice: at once
    isStopping = true;
    void server.value.stop().then(() => process.exit(exitCodes.done)); // stop never rejects but for a bug
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("SIGHUP", () => void server.value.reload()); // reload reports to the log
  say(server.value.started);
  // Said last: who waits for this line may send a signal at once.
  say(commandWords.listening(server.value.url));
  return null;
};

const printHelp = async (topic: string | null): Promise<number> => {
  const { helpText } = await import("./help.ts");
  process.stdout.write(helpText(topic));
  return exitCodes.done;
};

const printVersion = async (): Promise<number> => {
  const { programVersion } = await import("./version.ts");
  process.stdout.write(`${versionLine(programVersion())}\n`);
  return exitCodes.done;
};

const runCommand = async (line: CommandLine): Promise<number | null> => {
  const { command, options } = line;
  switch (command) {
    case "serve":
      return runServer(options);
    case "check": {
      const { check } = await import("./commands/check.ts");
      return check(options, process.env);
    }
    case "parked list":
    case "parked retry": {
      const { parked } = await import("./commands/parked.ts");
      return parked(command === "parked list" ? "list" : "retry", options, process.env);
    }
    case "token add":
    case "token list":
    case "token revoke": {
      const { runTokenCommand } = await import("./commands/run-token-command.ts");
      return runTokenCommand({ ...line, command }, process.env);
    }
    default:
      return assertNever(command);
  }
};

const main = async (argv: readonly string[]): Promise<number | null> => {
  const line = parseCommandLine(argv);
  if (!line.ok) {
    const { sayUsage } = await import("./commands/say-usage.ts");
    return sayUsage(line.error.problem, line.error.topic);
  }
  const { command, options, topic } = line.value;
  if (options["help"] === true) return printHelp(topic).catch(endWithoutOutput);
  if (options["version"] === true) return printVersion().catch(endWithoutOutput);
  const ended = runCommand(line.value);
  // A server writes nothing there: what it cannot write is something else.
  return command === "serve" ? ended : ended.catch(endWithoutOutput);
};

// Whatever is made from here on is this user's: messages hold names of people's files.
process.umask(0o077);
// A signal that opens a debugger to every user of the machine: logrotate and its kind send it without asking.
process.on("SIGUSR1", () => {});
process.on("uncaughtException", crash);
process.stdout.on("error", endWithoutOutput);
const code = await main(process.argv.slice(2)).catch(crash);
// While it serves there is no code: the process lives on its listener.
if (code !== null) process.exitCode = code;
