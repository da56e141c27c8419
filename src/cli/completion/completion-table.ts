import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import { commandTable } from "../command-table.ts";

/** A command with a name. */
export type NamedCommand = CommandSpec & { readonly command: string };

const isNamed = (row: CommandSpec): row is NamedCommand => row.command !== null;

/** All commands with a name, in the order of the help. */
export const namedCommands: readonly NamedCommand[] = commandTable.filter(isNamed);

/** Understood everywhere. */
export const helpOption: OptionSpec = { name: "help", short: "h", words: "show help" };

/** What stands before any command: options of the terminal app, and of the program. */
export const appOptions: readonly OptionSpec[] = [
  ...(commandTable.find(({ command }) => command === null)?.options ?? []),
  { name: "version", short: "V", words: "print the version" },
  helpOption,
];

/** Options whose value can be completed, each once: they mean the same in every command. */
export const valueOptions: readonly OptionSpec[] = Array.from(
  new Map(
    commandTable
      .flatMap(({ options }) => options)
      .filter(({ choices, completes }) => choices !== undefined || completes !== undefined)
      .map((option) => [option.name, option]),
  ).values(),
);

/** Prints the names of stored connections, one a line; the shells ask it. */
export const listConnections = "s3-sftp completion --connections 2>/dev/null";
