import manifest from "../../package.json" with { type: "json" };
import { exitCodes } from "../../src/server/exit-codes.ts";
import { usage } from "../../src/server/usage.ts";
import { groff } from "./groff.ts";

type ExitName = keyof typeof exitCodes;

const exitWords: readonly (readonly [ExitName, string])[] = [
  ["done", "stopped as asked, or the command succeeded"],
  ["usage", "usage error, or no Slack token"],
  ["notSetUp", "cannot start: tokens, data folder, certificate, port or Redis"],
  ["bug", "internal error"],
];

/** A line of the usage: "  what    what it is for". */
const entry = (line: string) => {
  const [what = "", ...words] = line.trim().split(/ {2,}/);
  return [".TP", `.B ${groff(what)}`, groff(words.join(" "))];
};

/** The manual page of s3-sftp-log-server in man(7), from what its --help prints. */
export const logServerManPage = (): string => {
  const [about = "", commands = "", options = "", invites = "", rest = ""] = usage.split("\n\n");
  const [synopsis = "", ...others] = commands.split("\n");
  return [
    `.TH S3\\-SFTP\\-LOG\\-SERVER 1 "" "s3\\-sftp ${manifest.version}" "User Commands"`,
    ".SH NAME",
    "s3\\-sftp\\-log\\-server \\- receive the upload results of s3\\-sftp and post them to Slack",
    ".SH SYNOPSIS",
    `.B ${groff(synopsis.trim())}`,
    ".SH DESCRIPTION",
    groff(about),
    "Every accepted message is on disk first and reaches Slack even after a crash.",
    ".SH COMMANDS",
    ...others.flatMap(entry),
    ".SH OPTIONS",
    ...options.split("\n").flatMap(entry),
    ".SH OPTIONS OF INVITES",
    ...invites.split("\n").flatMap(entry),
    ".SH ENVIRONMENT AND SIGNALS",
    ...rest.split("\n").map((line) => groff(line.trim())),
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
