import { exitCodes } from "../domain/exit-codes.ts";
import { joinTexts } from "../domain/non-empty.ts";
import { environmentTable } from "./environment-table.ts";
import { commandTable, type OptionSpec, type CommandSpec } from "./command-table.ts";

const commandLine = ({ command, paths_, options }: CommandSpec): string =>
  joinTexts(["s3-sftp", command, options.length > 0 && "[options]", paths_], " ");

const optionLine = ({ name, value, words }: OptionSpec): string =>
  `  ${`--${name}${value === undefined ? "" : ` ${value}`}`.padEnd(22)} ${words}`;

const { done, someFailed, usage, notSetUp, network, bug, interrupted } = exitCodes;

const exitCodesText = `Exit codes: ${done} nothing failed (files may be skipped), ${someFailed} some uploads failed,
${usage} usage error, ${notSetUp} not set up, access denied or unreadable settings, ${network} network error,
${bug} internal error, ${interrupted} interrupted (can be resumed).`;

/** What `--help` prints: all commands, or one with its options. */
export const helpText = (command: string | null): string => {
  const row = commandTable.find((known) => known.command === command);
  if (row && row.command !== null) {
    return [
      `${commandLine(row)}\n  ${row.words}`,
      ...(row.options.length > 0 ? [`\n${row.options.map(optionLine).join("\n")}`] : []),
      ...(row.command === "upload" ? [`\n${exitCodesText}`] : []),
      "",
    ].join("\n");
  }
  const commands = commandTable.map((known) => `  ${commandLine(known).padEnd(36)} ${known.words}`);
  const appOptions = commandTable.find((known) => known.command === null)?.options ?? [];
  return [
    "Deliver files to someone's S3 bucket, with proof that they arrived.\n",
    ...commands,
    "\nOptions for the terminal app:",
    ...appOptions.map(optionLine),
    optionLine({ name: "version", words: "print the version" }),
    optionLine({ name: "help", words: "show this help, or a command's options" }),
    "\nEnvironment:",
    ...environmentTable.map(([name, words]) => `  ${name.padEnd(34)} ${words}`),
    `\n${exitCodesText}\n`,
  ].join("\n");
};
