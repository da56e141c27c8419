/** One option of a command: for parsing, help and shell completion. */
export interface OptionRow {
  readonly name: string;
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly words: string;
  readonly isMultiple?: true;
  /** All values there are, for completion. */
  readonly choices?: readonly string[];
}

/** One command. */
export interface VerbRow {
  readonly verb: string;
  /** What follows the verb. */
  readonly operands: string;
  readonly words: string;
  readonly options: readonly OptionRow[];
  /** How many words may follow. */
  readonly operandCount: readonly [min: number, max: number];
}

const json: OptionRow = { name: "json", words: "one JSON object a line on stdout" };
const connection: OptionRow = {
  name: "connection",
  value: "NAME",
  words: "a stored one; environment means AWS_… and profiles",
};

const uploadOptions: readonly OptionRow[] = [
  connection,
  { name: "bucket", value: "B", words: "where to send; default: the connection's destination" },
  { name: "prefix", value: "P", words: "folder in the bucket" },
  { name: "region", value: "R", words: "region of the bucket" },
  { name: "endpoint", value: "URL", words: "an S3-compatible store instead of AWS" },
  { name: "key", value: "K", words: "name below the prefix, for one file or standard input" },
  {
    name: "conflict",
    value: "WHAT",
    words: "when the key is taken: skip (default), rename or replace",
    choices: ["skip", "rename", "replace"],
  },
  { name: "limit", value: "RATE", words: "for example 5MiB/s" },
  { name: "storage-class", value: "C", words: "for example STANDARD_IA" },
  { name: "sse", value: "WHAT", words: "AES256, aws:kms or aws:kms:KEY" },
  { name: "tag", value: "K=V", words: "tag of each object; may be repeated", isMultiple: true },
  {
    name: "meta",
    value: "K=V",
    words: "metadata of each object; may be repeated",
    isMultiple: true,
  },
  { name: "content-type", value: "T", words: "MIME type; default: by the file's name" },
  { name: "no-sha256", words: "do without SHA-256; CRC32 is compared all the same" },
  { name: "log-url", value: "URL", words: "log server; its token in S3_SFTP_LOG_TOKEN" },
  { name: "dry-run", words: "say what would be sent, and send nothing" },
  json,
];

/** Every command, in the order of the help. The one without a verb opens the terminal app. */
export const verbTable: readonly VerbRow[] = [
  {
    verb: "",
    operands: "",
    words: "choose and send files in the terminal",
    options: [
      connection,
      { name: "start", value: "DIR", words: "folder to begin in" },
      { name: "ascii", words: "draw with plain characters only" },
      { name: "accessible", words: "line by line, for screen readers" },
    ],
    operandCount: [0, 0],
  },
  {
    verb: "upload",
    operands: "PATH… | -",
    words: "send files, folders or standard input without a screen",
    options: uploadOptions,
    operandCount: [1, Number.POSITIVE_INFINITY],
  },
  {
    verb: "setup",
    operands: "",
    words: "asks for access key, secret, bucket, region, log server",
    options: [{ name: "accessible", words: "line by line, for screen readers" }],
    operandCount: [0, 0],
  },
  {
    verb: "status",
    operands: "",
    words: "what is on its way now",
    options: [json],
    operandCount: [0, 0],
  },
  {
    verb: "history",
    operands: "",
    words: "what was delivered, newest first",
    options: [json, { name: "count", value: "N", words: "how many (50)" }],
    operandCount: [0, 0],
  },
  {
    verb: "receipt",
    operands: "ID",
    words: "proof of one delivery",
    options: [json],
    operandCount: [1, 1],
  },
  {
    verb: "doctor",
    operands: "",
    words: "check this computer, the key, the bucket and the log server",
    options: [connection, json],
    operandCount: [0, 0],
  },
  {
    verb: "policy",
    operands: "BUCKET[/PREFIX]",
    words: "the rights of a sender's key, for the owner of the bucket",
    options: [],
    operandCount: [1, 1],
  },
  {
    verb: "reset",
    operands: "",
    words: "forget connections and secrets here, nothing in a bucket",
    options: [{ name: "yes", words: "everything, without asking" }],
    operandCount: [0, 0],
  },
  {
    verb: "demo",
    operands: "",
    words: "the whole job on an embedded store and log server",
    options: [
      { name: "setup", words: "begin at the first question" },
      { name: "serve", words: "only serve, and print how to reach it" },
    ],
    operandCount: [0, 0],
  },
  {
    verb: "completion",
    operands: "SHELL",
    words: "completion for bash, zsh or fish, on stdout",
    options: [],
    operandCount: [1, 1],
  },
];
