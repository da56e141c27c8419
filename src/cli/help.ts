import { exitCodes } from "../domain/exit-codes.ts";
import { joinTexts } from "../domain/non-empty.ts";
import { helpColumns, twoColumns, wrapWords } from "../domain/text-layout.ts";
import { environmentTable } from "./environment-table.ts";
import type { CommandSpec, Example, OptionSpec } from "./command-spec.ts";
import { commandTable } from "./command-table.ts";

const commandLine = ({ command, paths_, options }: CommandSpec): string =>
  joinTexts(["s3-sftp", command, options.length > 0 && "[options]", paths_], " ");

/** In the list of all commands: each says itself which options it has. */
const shortLine = ({ command, paths_ }: CommandSpec): string =>
  joinTexts(["s3-sftp", command, paths_], " ");

const optionName = ({ name, short, value }: OptionSpec): string =>
  joinTexts([`${short === undefined ? "" : `-${short}, `}--${name}`, value], " ");

const optionLines = (options: readonly OptionSpec[]): readonly string[] =>
  twoColumns(options.map((option) => [optionName(option), option.words]));

const exampleLines = ({ line, words }: Example): readonly string[] => [
  `  ${line}`,
  `      ${words}`,
];

const examplesOf = (examples: readonly Example[]): readonly string[] =>
  examples.length === 0 ? [] : [`\nExamples:\n${examples.flatMap(exampleLines).join("\n")}`];

/** Of the program as a whole: the first use of each of the commands that one begins with. */
const firstSteps: readonly Example[] = ["setup", "upload", "history", "doctor"].flatMap(
  (name) => commandTable.find(({ command }) => command === name)?.examples.slice(0, 1) ?? [],
);

const { done, someFailed, usage, notSetUp, network, bug, interrupted } = exitCodes;

const exitCodesText = wrapWords(
  `Exit codes: ${done} nothing failed (files may be skipped), ${someFailed} some uploads failed, ${usage} usage error, ${notSetUp} not set up, access denied or unreadable settings, ${network} network error, ${bug} internal error, ${interrupted} interrupted (can be resumed).`,
  helpColumns,
).join("\n");

/** What `--help` prints: all commands, or one with its options. */
export const helpText = (command: string | null): string => {
  const row = commandTable.find((known) => known.command === command);
  if (row && row.command !== null) {
    return [
      `${commandLine(row)}\n  ${row.words}`,
      ...(row.options.length > 0 ? [`\n${optionLines(row.options).join("\n")}`] : []),
      ...examplesOf(row.examples),
      ...(row.command === "upload" ? [`\n${exitCodesText}`] : []),
      "",
    ].join("\n");
  }
  const commands = twoColumns(commandTable.map((known) => [shortLine(known), known.words]));
  const appOptions = commandTable.find((known) => known.command === null)?.options ?? [];
  return [
    "Deliver files to someone's S3 bucket, with proof that they arrived.\n",
    ...commands,
    "\nOptions for the terminal app:",
    ...optionLines([
      ...appOptions,
      { name: "version", short: "V", words: "print the version" },
      { name: "help", short: "h", words: "show this help, or a command's options" },
    ]),
    "\nEnvironment:",
    ...twoColumns(environmentTable),
    ...examplesOf(firstSteps),
    `\n${exitCodesText}\n`,
  ].join("\n");
};
