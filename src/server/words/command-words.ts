import { formatCount } from "../../domain/format.ts";

/** What a start has found. */
export interface Started {
  readonly version: string;
  readonly tokens: number;
  readonly channel: string;
  /** Folder, or "Redis": its URL may hold a password. */
  readonly queue: string;
  readonly waiting: number;
  readonly parked: number;
  readonly url: string;
}

/** What to do about Slack's codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const slackAdvice: Readonly<Record<string, string>> = {
  not_in_channel: "invite the bot to the channel",
  channel_not_found: "check SLACK_CHANNEL, and invite the bot to the channel if it is private",
  is_archived: "the channel is archived",
  missing_scope: "give the app the scope chat:write",
  invalid_auth: "check the bot token",
  token_revoked: "create a new bot token",
  account_inactive: "create a new bot token",
};

const withAdvice = (reason: string): string => {
  const advice = slackAdvice[reason];
  return advice === undefined ? reason : `${reason}: ${advice}`;
};

/** What the commands of the log server say, beside what they say of tokens and queue. */
export const commandWords = {
  failed: (why: string): string => `s3-sftp-log-server: ${why}`,
  good: (about: string, found: string): string => `ok    ${about}: ${found}`,
  bad: (about: string, why: string): string => `FAIL  ${about}: ${why.replaceAll("\n", "\n    ")}`,
  noHome: "HOME is not set; give the folder of the queue",
  tokensFile: (file: string): string => `tokens file ${file}`,
  tokens: (count: number): string => formatCount(count, "token"),
  slack: (who: string, channel: string, isPosting = false): string =>
    `token of ${who}${isPosting ? "" : `, channel ${channel} (not tested; --post sends a message to it)`}`,
  channel: (channel: string): string => `channel ${channel}`,
  /** In the channel, by `check --post`. */
  testMessage: (host: string): string =>
    `Test message of s3-sftp-log-server on ${host}: upload results will arrive here.`,
  testPosted: "Slack accepted a test message",
  testLimited: "Slack asks to wait; try again in a minute",
  testRefused: (reason: string): string => `Slack answered ${withAdvice(reason)}`,
  /** Slack's own code, or what the network said. */
  slackFailed: (reason: string): string => withAdvice(reason),
  /** On standard error, once, before the address: what a start has found. */
  started: ({ version, tokens, channel, queue, waiting, parked, url }: Started): string =>
    `s3-sftp-log-server ${version}: ${formatCount(tokens, "token")}, channel ${channel}, queue ${queue} (${waiting} waiting, ${parked} parked), address ${url}`,
  cannotListen: (host: string, port: number, why: string): string =>
    `cannot listen on ${host}:${port}: ${why}`,
  listening: (url: string): string => `listening on ${url}`,
  writable: (waiting: number, parked: number): string =>
    `writable; ${waiting} waiting, ${parked} parked`,
  notWritable: (why: string): string => `not writable: ${why}`,
  tokensRequired:
    "--tokens FILE is required\n  s3-sftp-log-server token add NAME --tokens FILE makes one",
  halfOfTls: "--tls-cert and --tls-key must be used together",
  slackTokenUnusable: "the Slack token contains a space or an invalid character",
  openSecret: (file: string): string =>
    `every user of this machine can read ${file}; run chmod 600 on it`,
  unreadable: (name: string, file: string, code: string): string =>
    `cannot read ${name}: ${file} (${code})`,
  emptyFile: (name: string, file: string): string => `${name}: the file ${file} is empty`,
  /** A variable that somebody meant to set. */
  emptyVariable: (name: string, instead: string): string => `${name} is empty; using ${instead}`,
  /** Of what a command prints. */
  outputLost: (code: string): string => `the output could not be written (${code})`,
  noRedisUrl: "must be a URL such as redis://10.0.0.5:6379 or rediss://redis.example.com:6380",
  passwordInOption:
    "a URL with a password must be in REDIS_URL or REDIS_URL_FILE: every user of this machine can list command lines",
  certificateRejected: "new certificate rejected, keeping the old one",
  certificateUnusable: (file: string, code: string): string =>
    `certificate ${file} and its key cannot be used (${code})`,
} as const;
