import { parseArgs } from "node:util";
import { textOf } from "../domain/non-empty.ts";
import { nearestWords } from "../domain/nearest-words.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { optionDefaults, type Options } from "./config.ts";
import { usageWords } from "./words/usage-words.ts";

/** Options with a value that belong to one command. */
const inviteValues = [
  "bucket",
  "region",
  "endpoint",
  "access-key",
  "log-url",
  "label",
  "from",
  "out",
] as const;

const flags = ["help", "version", "invite", "post"] as const;
const commands = [
  "token add",
  "token list",
  "token revoke",
  "check",
  "parked list",
  "parked retry",
] as const;

/** What the program is asked for: a command, or to serve. */
export type CommandName = (typeof commands)[number] | "serve";

/** A command line that names what there is. What the options say is not checked yet. */
export interface CommandLine {
  readonly command: CommandName;
  /** Of `token add` and `token revoke`; null where none was given. */
  readonly name: string | null;
  readonly options: Options;
  /** What help was asked about, if it was: a command, or a word that some begin with; null: the program. */
  readonly topic: string | null;
}

const values: readonly string[] = [...Object.keys(optionDefaults), ...inviteValues];
/** Every option of every command. */
export const allOptions = [...values, ...flags];

const isFlag = (name: string): boolean => flags.some((flag) => flag === name);
const isCommand = (text: string): text is (typeof commands)[number] =>
  commands.some((command) => command === text);

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** What is wrong with an option as it stands there; null when nothing is. */
const optionProblem = ({ name, rawName, value, inlineValue }: OptionToken): string | null => {
  if (!allOptions.includes(name))
    return usageWords.unknownOption(rawName, nearestWords(name, allOptions));
  if (isFlag(name)) return value === undefined ? null : usageWords.noValue(rawName);
  // An option behind it is no value: its own was forgotten.
  const isOption = inlineValue === false && /^-./.test(value ?? "");
  if (value === undefined || isOption) return usageWords.needsValue(rawName);
  // As a variable of a script leaves it that is not set: the default is not what was meant.
  return textOf(value) === null ? usageWords.emptyValue(rawName) : null;
};

const unknownCommand = (word: string): string =>
  usageWords.unknownCommand(word, nearestWords(word, [...commands, "token", "parked", "help"]));

/** Which command the words are, and what stands behind it. */
const readWords = (
  words: readonly string[],
): Result<Pick<CommandLine, "command" | "name">, string> => {
  const [first, second, ...others] = words;
  if (first === undefined) return ok({ command: "serve", name: null });
  const pair = second === undefined ? first : `${first} ${second}`;
  const [command, rest] = isCommand(pair)
    ? [pair, second === undefined ? [] : others]
    : isCommand(first)
      ? [first, words.slice(1)]
      : [null, []];
  if (command === null) {
    const known = commands.filter((each) => each.startsWith(`${first} `));
    return fail(
      known.length > 0
        ? usageWords.unknownVerb(first, second ?? null, known)
        : unknownCommand(first),
    );
  }
  const takesName = command === "token add" || command === "token revoke";
  const [name, ...extra] = takesName ? rest : [undefined, ...rest];
  const [unexpected] = extra;
  if (unexpected !== undefined) return fail(usageWords.unexpected(command, unexpected));
  return ok({ command, name: textOf(name) });
};

/** Of words that need not be a whole command: the part that is one, or that some begin with. */
const topicOf = ([first = "", second = ""]: readonly string[]): string | null => {
  const pair = `${first} ${second}`;
  if (isCommand(pair)) return pair;
  return commands.some((each) => each === first || each.startsWith(`${first} `)) ? first : null;
};

/** An option that the command does not have; null when there is none. */
const strayOption = ({ command, options }: CommandLine): string | null => {
  const given = (name: string) => options[name] !== undefined;
  if (given("post") && command !== "check") return usageWords.belongsTo("--post", "check");
  if (command === "token add") return null;
  const stray = ["invite", ...inviteValues].find(given);
  return stray === undefined ? null : usageWords.belongsTo(`--${stray}`, "token add");
};

/** What is wrong with a command line, and whose help says more. */
export interface WrongUsage {
  readonly problem: string;
  readonly topic: string | null;
}

/** Reads the command line. Fails with a sentence that names the word or option that is wrong. */
export const parseCommandLine = (argv: readonly string[]): Result<CommandLine, WrongUsage> => {
  const {
    tokens,
    positionals,
    values: given,
  } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(values.map((name) => [name, { type: "string" as const }])),
      ...Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const }])),
      help: { type: "boolean", short: "h" },
    },
  });
  for (const token of tokens) {
    const problem = token.kind === "option" ? optionProblem(token) : null;
    if (problem !== null) return fail({ problem, topic: topicOf(positionals) });
  }
  const options: Options = given;
  // Whoever asks for help need not have the rest right.
  const isHelp = positionals[0] === "help";
  const about = isHelp ? positionals.slice(1) : positionals;
  const topic = topicOf(about);
  const [word] = about;
  if (isHelp && word !== undefined && topic === null)
    return fail({ problem: unknownCommand(word), topic });
  if (isHelp || options["help"] === true || options["version"] === true)
    return ok({ command: "serve", name: null, options: { help: isHelp, ...options }, topic });
  const words = readWords(positionals);
  if (!words.ok) return fail({ problem: words.error, topic });
  const line = { ...words.value, options, topic };
  const stray = strayOption(line);
  return stray === null ? ok(line) : fail({ problem: stray, topic });
};
