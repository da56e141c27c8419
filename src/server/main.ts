#!/usr/bin/env node
import { parseArgs } from "node:util";
import { crashStack } from "../crash/crash-stack.ts";
import { versionLine } from "../domain/version-line.ts";
import { optionDefaults, readConfig, type Options } from "./config.ts";
import { exitCodes } from "./exit-codes.ts";
import { usage } from "./usage.ts";
import { commandWords } from "./words/command-words.ts";

const say = (words: string) => process.stderr.write(`${words}\n`);

/** What was acknowledged is on disk: whoever supervises the server starts it again. */
const crash = (thrown: unknown): never => {
  say(`s3-sftp-log-server: internal error: ${crashStack(thrown, process.env)}`);
  // It may be listening already.
  process.exit(exitCodes.bug);
};

const runServer = async (options: Options): Promise<number | null> => {
  const config = readConfig(options, process.env);
  if (!config.ok) {
    say(commandWords.failed(config.error));
    return exitCodes.usage;
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
  // Said last: who waits for this line may send a signal at once.
  say(`listening on ${server.value.url}`);
  return null;
};

const runCommand = async (words: readonly string[], options: Options): Promise<number | null> => {
  const [command, verb, name] = words;
  const tokens = typeof options["tokens"] === "string" ? options["tokens"] || null : null;
  if (command === undefined) return runServer(options);
  if (command === "token" && tokens !== null) {
    const { tokenAdd, tokenList } = await import("./commands/token.ts");
    if (verb === "add" && name !== undefined && words.length === 3) return tokenAdd(tokens, name);
    if (verb === "list" && words.length === 2) return tokenList(tokens);
  }
  if (command === "check" && words.length === 1) {
    const { check } = await import("./commands/check.ts");
    return check(options, process.env);
  }
  if (command === "parked" && words.length === 2 && (verb === "list" || verb === "retry")) {
    const { parked } = await import("./commands/parked.ts");
    return parked(verb, options, process.env);
  }
  say(usage);
  return exitCodes.usage;
};

const main = async (argv: readonly string[]): Promise<number | null> => {
  const names = Object.keys(optionDefaults);
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
    if (values["help"] === true) {
      process.stdout.write(`${usage}\n`);
      return exitCodes.done;
    }
    if (values["version"] === true) {
      const { programVersion } = await import("./version.ts");
      process.stdout.write(`${versionLine(programVersion())}\n`);
      return exitCodes.done;
    }
    return await runCommand(positionals, values);
  } catch (error) {
    const isUsage =
      error instanceof TypeError &&
      "code" in error &&
      String(error.code).startsWith("ERR_PARSE_ARGS");
    if (!isUsage) throw error;
    say(commandWords.failed(error.message));
    return exitCodes.usage;
  }
};

// Whatever is made from here on is this user's: messages hold names of people's files.
process.umask(0o077);
// A signal that opens a debugger to every user of the machine: logrotate and its kind send it without asking.
process.on("SIGUSR1", () => {});
process.on("uncaughtException", crash);
const code = await main(process.argv.slice(2)).catch(crash);
// While it serves there is no code: the process lives on its listener.
if (code !== null) process.exitCode = code;
