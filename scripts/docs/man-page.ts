import { joinTexts } from "../../src/domain/non-empty.ts";
import manifest from "../../package.json" with { type: "json" };
import { environmentTable } from "../../src/cli/environment-table.ts";
import { exitCodes } from "../../src/domain/exit-codes.ts";
import { groff } from "./groff.ts";
import type { CommandSpec, Example, OptionSpec } from "../../src/cli/command-spec.ts";
import { commandTable } from "../../src/cli/command-table.ts";

const optionEntry = ({ name, short, value, words, choices }: OptionSpec) => [
  ".TP",
  `.B ${groff(short === undefined ? `--${name}` : `-${short}, --${name}`)}${value === undefined ? "" : ` \\fI${groff(value)}\\fR`}`,
  groff(`${words}${choices && !words.includes(choices[0] ?? "") ? `: ${choices.join(", ")}` : ""}`),
];

const exampleEntry = ({ line, words }: Example) => [
  ".PP",
  `${groff(words.charAt(0).toUpperCase() + words.slice(1))}:`,
  ".RS",
  ".nf",
  groff(line),
  ".fi",
  ".RE",
];

const commandEntry = ({ command, paths_, words, options, examples }: CommandSpec) => [
  `.SS ${groff(joinTexts(["s3-sftp", command, paths_], " "))}`,
  `${groff(words.charAt(0).toUpperCase() + words.slice(1))}.`,
  ...options.flatMap(optionEntry),
  ...examples.flatMap(exampleEntry),
];

type ExitName = keyof typeof exitCodes;

const exitWords: readonly (readonly [ExitName, string])[] = [
  ["done", "nothing failed"],
  ["someFailed", "some uploads failed"],
  ["usage", "usage error"],
  ["notSetUp", "not set up, access denied, or unreadable settings"],
  ["network", "network error"],
  ["bug", "internal error"],
  ["interrupted", "interrupted; can be resumed"],
];

/** The manual page of s3-sftp in groff's man macros (man(7)), from the table of commands. */
export const manPage = (): string =>
  [
    `.TH S3\\-SFTP 1 "" "s3\\-sftp ${manifest.version}" "User Commands"`,
    ".SH NAME",
    "s3\\-sftp \\- deliver files to someone's S3 bucket, with proof that they arrived",
    ".SH SYNOPSIS",
    ".B s3\\-sftp",
    "[\\fIcommand\\fR] [\\fIoptions\\fR] [\\fIpath\\fR ...]",
    ".SH DESCRIPTION",
    groff(
      "Uploads files with a key that can only upload to and list a bucket. Interrupted uploads resume, nothing is ever deleted, and each delivery has a receipt. Without a command, s3-sftp opens the terminal app; press ? there for all keys.",
    ),
    ".SH COMMANDS",
    ...commandTable.flatMap(commandEntry),
    ".SH EXIT STATUS",
    ...exitWords.flatMap(([name, words]) => [".TP", `.B ${exitCodes[name]}`, groff(words)]),
    ".SH ENVIRONMENT",
    ...environmentTable.flatMap(([name, words]) => [".TP", `.B ${groff(name)}`, groff(words)]),
    ".SH FILES",
    groff(
      "$XDG_CONFIG_HOME/s3-sftp/config.json holds connections and settings, $XDG_STATE_HOME/s3-sftp/state.db the queue and receipts. Secrets are in the keychain or an encrypted file.",
    ),
    "",
  ].join("\n");
