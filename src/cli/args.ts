import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../domain/result.ts";
import { argumentWords } from "../words/commands/arguments.ts";
import { nearestName } from "../domain/nearest-name.ts";
import type { CommandSpec } from "./command-spec.ts";
import { commandTable } from "./command-table.ts";
import { optionOrderProblem, type IsFileName } from "./option-order.ts";
import { optionProblem } from "./option-problem.ts";

/** A command line taken apart; what the values mean is each command's own business. */
export interface CommandLine {
  /** "" is the terminal app. */
  readonly command: string | null;
  readonly paths_: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** A command line, a wish to read something instead, or what is wrong with it in a sentence. */
export type ParsedArgs = Result<
  | { readonly wants: "run"; readonly line: CommandLine }
  | { readonly wants: "version" }
  | { readonly wants: "help"; readonly command: string | null },
  string
>;

/** Wrong ones are told by `optionProblem`, in words of our own. */
const parseWords = (row: CommandSpec, words: readonly string[]) =>
  parseArgs({
    args: [...words],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: {
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "V" },
      ...Object.fromEntries(
        row.options.map(({ name, short, value, isMultiple }) => [
          name,
          {
            type: value === undefined ? ("boolean" as const) : ("string" as const),
            multiple: isMultiple ?? false,
            ...(short !== undefined && { short }),
          },
        ]),
      ),
    },
  });

const countProblem = (
  { command, paths_, argumentCount: [min, max], insteadOfPaths = [] }: CommandSpec,
  count: number,
  options: ReadonlySet<string>,
) => {
  const isEnough = count >= min || insteadOfPaths.some((name) => options.has(name));
  if (!isEnough) return argumentWords.needs(command, paths_);
  return count <= max ? null : argumentWords.takesOnly(command, paths_);
};

const toLine = (row: CommandSpec, words: readonly string[], isFileName: IsFileName): ParsedArgs => {
  const { values, positionals, tokens } = parseWords(row, words);
  // Only what takes any number of paths is given names that somebody else has chosen.
  const order = Number.isFinite(row.argumentCount[1])
    ? null
    : optionOrderProblem(words, tokens, isFileName);
  if (order !== null) return fail(order);
  const wrong = optionProblem(
    row,
    tokens.filter((token) => token.kind === "option"),
  );
  if (wrong !== null) return fail(argumentWords.listOptions(row.command, wrong));
  if (values["help"] === true) return ok({ wants: "help", command: row.command });
  if (values["version"] === true) return ok({ wants: "version" });
  const problem = countProblem(row, positionals.length, new Set(Object.keys(values)));
  if (problem !== null) return fail(argumentWords.listOptions(row.command, problem));
  const flags = new Set<string>();
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") texts.set(name, value);
    else if (Array.isArray(value)) lists.set(name, value.map(String));
    else flags.add(name);
  }
  return ok({
    wants: "run",
    line: { command: row.command, paths_: positionals, flags, values: texts, lists },
  });
};

const isCommand = (word: string) => commandTable.some(({ command }) => command === word);

/** True for where the app is to open: a path, or a name in this folder that is no command. */
const isStartPath = (word: string, isFileName: IsFileName): boolean =>
  word.includes("/") || word === "~" || word === "." || word === ".."
    ? true
    : !isCommand(word) && word !== "help" && isFileName(word);

const commandNames = commandTable.flatMap(({ command }) => command ?? []);

const unknownCommand = (typed: string): string =>
  argumentWords.unknownCommand(typed, nearestName(typed, commandNames));

/** Takes the words after the program's name apart; options of `upload` stand before its paths. */
export const parseCommandLine = (argv: readonly string[], isFileName: IsFileName): ParsedArgs => {
  const [first, ...rest] = argv;
  if (first === "help") {
    const [command = null] = rest.filter((word) => !word.startsWith("-"));
    return command === null || isCommand(command)
      ? ok({ wants: "help", command })
      : fail(unknownCommand(command));
  }
  const isCommandName =
    first !== undefined && !first.startsWith("-") && !isStartPath(first, isFileName);
  const row = commandTable.find(({ command }) => command === (isCommandName ? first : null));
  if (!row) {
    return fail(unknownCommand(first ?? ""));
  }
  return toLine(row, isCommandName ? rest : argv, isFileName);
};
