import { helpColumns, twoColumns, wrapWords } from "../domain/text-layout.ts";
import {
  commandTable,
  environmentTable,
  signalTable,
  type CommandHelp,
  type OptionHelp,
} from "./command-table.ts";

const program = "s3-sftp-log-server";

const lineOf = ({ command, form }: CommandHelp): string =>
  [program, ...(command === null ? [] : [command]), form].join(" ");

/** An option as it is typed. */
export const optionForm = ({ name, value }: OptionHelp): string =>
  value === null ? `--${name}` : `--${name} ${value}`;

const optionLines = (options: readonly OptionHelp[]): readonly string[] =>
  twoColumns(options.map((option) => [optionForm(option), option.words]));

const exampleLines = ({ examples }: CommandHelp): readonly string[] => [
  "\nExamples:",
  ...examples.flatMap(({ line, words }) => [`  ${line}`, `      ${words}`]),
];

const ofCommand = (row: CommandHelp): string =>
  [
    lineOf(row),
    ...wrapWords(row.words, helpColumns - 2).map((line) => `  ${line}`),
    "",
    ...optionLines(row.options),
    ...exampleLines(row),
    "",
  ].join("\n");

const commandLines = (rows: readonly CommandHelp[]): readonly string[] =>
  rows.flatMap((row) => [
    `  ${lineOf(row)}`,
    ...wrapWords(row.words, helpColumns - 6).map((line) => `      ${line}`),
  ]);

const ofProgram = (server: CommandHelp): string =>
  [
    `${server.words}\n`,
    `  ${lineOf(server)}`,
    ...commandLines(commandTable.filter(({ command }) => command !== null)),
    `\n${program} COMMAND --help lists options and examples of a command.`,
    "\nOptions of the server:",
    ...optionLines([
      ...server.options,
      { name: "help", value: null, words: "show this help, or a command's" },
      { name: "version", value: null, words: "print the version" },
    ]),
    "\nEnvironment:",
    ...twoColumns(environmentTable),
    "\nSignals:",
    ...twoColumns(signalTable),
    ...exampleLines(server),
    "\nExit codes: 0 done, 2 usage error, 3 cannot start or refused, 70 internal error.\n",
  ].join("\n");

/**
 * What `--help` prints: of a command ("token add"), of all whose name begins with a word ("token"), or of the program,
 * also where there is no such command.
 */
export const helpText = (topic: string | null): string => {
  const [server] = commandTable;
  const row = commandTable.find(({ command }) => command !== null && command === topic);
  if (row) return ofCommand(row);
  const group = commandTable.filter(({ command }) => command?.split(" ", 1)[0] === topic);
  if (group.length > 0) return `${commandLines(group).join("\n")}\n`;
  return server === undefined ? "" : ofProgram(server);
};
