import { defaultHosts, optionDefaults as defaults } from "./config.ts";

/** One option as the help shows it. */
export interface OptionHelp {
  readonly name: string;
  /** What its value is called; null for a switch. */
  readonly value: string | null;
  readonly words: string;
}

/** One command, and the program as a server, which has no word. */
export interface CommandHelp {
  readonly command: string | null;
  /** What stands behind it. */
  readonly form: string;
  readonly words: string;
  readonly options: readonly OptionHelp[];
  /** The commonest use first. */
  readonly examples: readonly { readonly line: string; readonly words: string }[];
}

const option = (name: string, value: string | null, words: string): OptionHelp => ({
  name,
  value,
  words,
});

const tokens = option(
  "tokens",
  "FILE",
  "tokens of the senders, one a line: NAME:sha256:HEX, or a plain token",
);
const data = option(
  "data",
  "DIR",
  "folder for queued messages ($STATE_DIRECTORY, or the user's state folder)",
);
const redis = option(
  "redis",
  "URL",
  "shared queue for several servers, instead of --data; with a password only in REDIS_URL",
);
const port = option("port", "PORT", `0 picks a free port (${defaults.port})`);
const tls = [
  option("tls-cert", "FILE", "certificate chain (PEM); reloaded on change and on SIGHUP"),
  option("tls-key", "FILE", "its key (PEM)"),
];

const serverOptions: readonly OptionHelp[] = [
  tokens,
  option(
    "host",
    "HOST",
    `address to listen on (${defaultHosts.plain}, with TLS ${defaultHosts.tls})`,
  ),
  port,
  data,
  ...tls,
  redis,
  option("trust-proxy", "LIST", "addresses or networks whose X-Forwarded-For is trusted"),
  option(
    "rate-per-token",
    "N",
    `messages per second per token, bursts of 10 s; 0 = no limit (${defaults["rate-per-token"]})`,
  ),
  option(
    "rate-per-address",
    "N",
    `requests per second per address (${defaults["rate-per-address"]})`,
  ),
  option(
    "failed-tokens",
    "N",
    `wrong tokens per minute per address (${defaults["failed-tokens"]})`,
  ),
  option("max-data", "SIZE", `maximum size of the queue (${defaults["max-data"]})`),
  option("remember-days", "N", `days to recognise a repeated Id (${defaults["remember-days"]})`),
  option(
    "slack-interval",
    "MS",
    `minimum time between Slack messages, ms (${defaults["slack-interval"]})`,
  ),
  option("log-level", "LEVEL", `debug, info, warn or error (${defaults["log-level"]})`),
];

const inviteOptions: readonly OptionHelp[] = [
  option("invite", null, "print a block for the sender; needs --bucket, --region, --access-key"),
  option("bucket", "BUCKET/FOLDER", "where the sender uploads to"),
  option("region", "REGION", "the bucket's region"),
  option("endpoint", "URL", "endpoint of a service that is not AWS"),
  option(
    "access-key",
    "KEY",
    "the sender's access key; its secret access key is asked for, or read from standard input",
  ),
  option(
    "log-url",
    "URL",
    "address at which senders reach this server ($S3_SFTP_LOG_URL, or the name in --tls-cert)",
  ),
  option("label", "LABEL", "your name, as the sender's app shows it (the bucket's name)"),
  option(
    "from",
    "CSV",
    "a block for each row: name, bucket, region, access-key-id, secret-access-key; also endpoint, label",
  ),
  option("out", "DIR", "folder for the blocks of --from, a file each"),
];

/** With which the address for senders is found where --log-url is not given. */
const publicAddress = [
  option("tls-cert", "FILE", "the server's certificate, for its name in that address"),
  option("port", "PORT", `the port in that address (${defaults.port})`),
];

const file = "tokens";
const program = "s3-sftp-log-server";

/** Every command, in the order of the help. */
export const commandTable: readonly CommandHelp[] = [
  {
    command: null,
    form: "--tokens FILE [options]",
    words: "Receives upload results and posts them to a Slack channel.",
    options: serverOptions,
    examples: [
      { line: `${program} --tokens tokens`, words: "for this machine alone, on its loopback" },
      {
        line: `${program} --tokens tokens --port 443 \\\n    --tls-cert fullchain.pem --tls-key privkey.pem`,
        words: "for senders elsewhere",
      },
      {
        line: `${program} --tokens tokens --trust-proxy 127.0.0.1`,
        words: "behind a proxy on this machine, which has the certificate",
      },
    ],
  },
  {
    command: "token add",
    form: "NAME --tokens FILE [--invite ...]",
    words:
      "create a token, show it once, store its hash; with --invite as a block that the sender pastes into s3-sftp",
    options: [tokens, ...inviteOptions, ...publicAddress],
    examples: [
      { line: `${program} token add clinic --tokens ${file}`, words: "a token alone" },
      {
        line: `${program} token add clinic --tokens ${file} \\\n    --invite --bucket acme-inbox/clinic --region eu-west-1 \\\n    --access-key AKIAEXAMPLE000000000 \\\n    --log-url https://logs.example`,
        words: "all that the sender needs, in one block to paste",
      },
      {
        line: `${program} token add --from senders.csv --out invites \\\n    --tokens ${file} --log-url https://logs.example`,
        words: "such a block for each row of a file",
      },
    ],
  },
  {
    command: "token list",
    form: "--tokens FILE",
    words: "list token names, and whether the file has them hashed",
    options: [tokens],
    examples: [{ line: `${program} token list --tokens ${file}`, words: "who may post" }],
  },
  {
    command: "token revoke",
    form: "NAME --tokens FILE",
    words: "remove a token; a running server stops accepting it",
    options: [tokens],
    examples: [
      {
        line: `${program} token revoke clinic --tokens ${file}`,
        words: "when a sender leaves, or its token was seen by others",
      },
    ],
  },
  {
    command: "check",
    form: "--tokens FILE [--post] [options]",
    words:
      "check tokens, Slack and data folder, with the options of a start; --post sends a test message",
    options: [option("post", null, "post a test message to the channel"), ...serverOptions],
    examples: [
      {
        line: `${program} check --tokens ${file} --post`,
        words: "all that a start needs, and whether Slack takes a message",
      },
    ],
  },
  {
    command: "parked list",
    form: "[--data DIR | --redis URL]",
    words: "list messages that Slack rejected, and why",
    options: [data, redis],
    examples: [
      {
        line: `${program} parked list --data /var/lib/s3-sftp-log-server`,
        words: "beside the running server",
      },
    ],
  },
  {
    command: "parked retry",
    form: "[--data DIR | --redis URL]",
    words: "put them back in the queue",
    options: [data, redis],
    examples: [
      {
        line: `${program} parked retry --data /var/lib/s3-sftp-log-server`,
        words: "once the bot is in the channel again",
      },
    ],
  },
];

/** Variables that the program reads, with what they are for. */
export const environmentTable: readonly (readonly [name: string, words: string])[] = [
  ["SLACK_BOT_TOKEN", "token of the Slack app, or a file with it: SLACK_BOT_TOKEN_FILE"],
  ["SLACK_CHANNEL", "where results are posted (#sftp-alerts)"],
  ["SLACK_API_URL", "another address of Slack, for tests"],
  ["REDIS_URL", "instead of --redis, or a file with it: REDIS_URL_FILE"],
  ["S3_SFTP_LOG_URL", "instead of --log-url"],
];

/** What it does with signals. */
export const signalTable: readonly (readonly [name: string, words: string])[] = [
  ["SIGHUP", "reload tokens and certificates, and retry parked messages"],
  ["SIGTERM", "finish open requests, then stop"],
];
