import { joinTexts } from "../domain/non-empty.ts";
import { exitCodes } from "../domain/exit-codes.ts";
import { environmentTable } from "./environment-table.ts";
import { verbTable, type OptionRow, type VerbRow } from "./verb-table.ts";

const commandLine = ({ verb, operands, options }: VerbRow): string =>
  joinTexts(["s3-sftp", verb, options.length > 0 && "[options]", operands], " ");

const optionLine = ({ name, value, words }: OptionRow): string =>
  `  ${`--${name}${value === undefined ? "" : ` ${value}`}`.padEnd(22)} ${words}`;

const { done, someFailed, usage, notSetUp, network, bug, interrupted } = exitCodes;

const ending = `Exit codes: ${done} nothing failed (files may be skipped), ${someFailed} some uploads failed,
${usage} usage error, ${notSetUp} not set up, access denied or unreadable settings, ${network} network error,
${bug} internal error, ${interrupted} interrupted (can be resumed).`;

/** What `--help` prints: all commands, or one with its options. */
export const helpText = (verb: string | null): string => {
  const row = verbTable.find((known) => known.verb === verb);
  if (row && row.verb !== null) {
    return [
      `${commandLine(row)}\n  ${row.words}`,
      ...(row.options.length > 0 ? [`\n${row.options.map(optionLine).join("\n")}`] : []),
      ...(row.verb === "upload" ? [`\n${ending}`] : []),
      "",
    ].join("\n");
  }
  const commands = verbTable.map((known) => `  ${commandLine(known).padEnd(36)} ${known.words}`);
  const appOptions = verbTable.find((known) => known.verb === null)?.options ?? [];
  return [
    "Deliver files to someone's S3 bucket, with proof that they arrived.\n",
    ...commands,
    "\nOptions for the terminal app:",
    ...appOptions.map(optionLine),
    optionLine({ name: "version", words: "print the version" }),
    optionLine({ name: "help", words: "show this help, or a command's options" }),
    "\nEnvironment:",
    ...environmentTable.map(([name, words]) => `  ${name.padEnd(34)} ${words}`),
    `\n${ending}\n`,
  ].join("\n");
};
