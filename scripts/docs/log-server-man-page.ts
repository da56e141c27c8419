import manifest from "../../package.json" with { type: "json" };
import { exitCodes } from "../../src/server/exit-codes.ts";
import {
  commandTable,
  environmentTable,
  signalTable,
  type CommandHelp,
  type OptionHelp,
} from "../../src/server/command-table.ts";
import { optionForm } from "../../src/server/help.ts";
import { groff } from "./groff.ts";

type ExitName = keyof typeof exitCodes;

const exitWords: readonly (readonly [ExitName, string])[] = [
  ["done", "stopped as asked, or the command succeeded"],
  ["usage", "usage error, or no Slack token"],
  ["notSetUp", "cannot start: tokens, data folder, certificate, port or Redis"],
  ["bug", "internal error"],
];

const entry = ([what, words]: readonly [string, string]) => [
  ".TP",
  `.B ${groff(what)}`,
  groff(words),
];

const optionEntry = (option: OptionHelp) => entry([optionForm(option), option.words]);

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const exampleEntries = ({ examples }: CommandHelp) =>
  examples.flatMap(({ line, words }) => [
    ".PP",
    `${groff(sentence(words))}:`,
    ".RS",
    ".nf",
    ...line.split("\n").map(groff),
    ".fi",
    ".RE",
  ]);

const commandEntry = (row: CommandHelp) => [
  `.SS ${groff(`s3-sftp-log-server ${row.command} ${row.form}`)}`,
  `${groff(sentence(row.words))}.`,
  // Those of a start are below.
  ...row.options
    .filter((option) => row.command !== "check" || option.value === null)
    .flatMap(optionEntry),
  ...exampleEntries(row),
];

/** The manual page of s3-sftp-log-server in man(7), from the table of its help. */
export const logServerManPage = (): string => {
  const [server] = commandTable;
  if (server === undefined) throw new Error("a program without a first row");
  return [
    `.TH S3\\-SFTP\\-LOG\\-SERVER 1 "" "s3\\-sftp ${manifest.version}" "User Commands"`,
    ".SH NAME",
    "s3\\-sftp\\-log\\-server \\- receive the upload results of s3\\-sftp and post them to Slack",
    ".SH SYNOPSIS",
    `.B ${groff(`s3-sftp-log-server ${server.form}`)}`,
    ".SH DESCRIPTION",
    groff(server.words),
    "Every accepted message is on disk first and reaches Slack even after a crash.",
    ".SH OPTIONS",
    ...server.options.flatMap(optionEntry),
    ".SH COMMANDS",
    ...commandTable.filter(({ command }) => command !== null).flatMap(commandEntry),
    ".SH ENVIRONMENT",
    ...environmentTable.flatMap(entry),
    ".SH SIGNALS",
    ...signalTable.flatMap(entry),
    ".SH EXAMPLES",
    ...exampleEntries(server),
    ".SH EXIT STATUS",
    ...exitWords.flatMap(([name, words]) => [".TP", `.B ${exitCodes[name]}`, groff(words)]),
    ".SH FILES",
    ".TP",
    ".I /etc/s3\\-sftp\\-log\\-server/environment",
    "Settings of the systemd unit: Slack channel and options.",
    ".TP",
    ".I /etc/s3\\-sftp\\-log\\-server/tokens",
    "Tokens of senders.",
    ".TP",
    ".I /etc/s3\\-sftp\\-log\\-server/slack\\-token",
    "The bot token of Slack, read by systemd only.",
    ".TP",
    ".I /var/lib/s3\\-sftp\\-log\\-server",
    "The queue.",
    "",
  ].join("\n");
};
