import { conflictPolicies } from "../domain/transfer.ts";

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
  readonly verb: string | null;
  /** What follows the verb. */
  readonly operands: string | null;
  readonly words: string;
  readonly options: readonly OptionRow[];
  /** How many words may follow. */
  readonly operandCount: readonly [min: number, max: number];
}

const json: OptionRow = { name: "json", words: "one JSON object per line on stdout" };
const connection = (words: string): OptionRow => ({ name: "connection", value: "NAME", words });

const uploadOptions: readonly OptionRow[] = [
  connection('stored connection, or "environment" for AWS_… and profiles'),
  { name: "bucket", value: "B", words: "bucket to upload to; default: the connection's" },
  { name: "prefix", value: "P", words: "folder in the bucket" },
  { name: "region", value: "R", words: "region of the bucket" },
  { name: "endpoint", value: "URL", words: "an S3-compatible service instead of AWS" },
  { name: "key", value: "K", words: "name under the prefix, for one file or standard input" },
  {
    name: "conflict",
    value: "WHAT",
    words: "if the file exists: skip (default), rename or replace",
    choices: conflictPolicies,
  },
  { name: "limit", value: "RATE", words: "speed limit, for example 5MiB/s" },
  { name: "storage-class", value: "C", words: "storage class, for example STANDARD_IA" },
  { name: "sse", value: "WHAT", words: "encryption: AES256 or aws:kms[:dsse][:KEY]" },
  { name: "tag", value: "K=V", words: "tag for each file; repeatable", isMultiple: true },
  {
    name: "meta",
    value: "K=V",
    words: "metadata for each file; repeatable",
    isMultiple: true,
  },
  { name: "content-type", value: "T", words: "MIME type; default: from the file name" },
  { name: "no-sha256", words: "skip SHA-256; CRC32 is still compared" },
  { name: "log-url", value: "URL", words: "log server; token in S3_SFTP_LOG_TOKEN" },
  { name: "dry-run", words: "show what would be uploaded, upload nothing" },
  json,
];

/** Every command, in the order of the help. The one without a verb opens the terminal app. */
export const verbTable: readonly VerbRow[] = [
  {
    verb: null,
    operands: null,
    words: "open the terminal app",
    options: [
      connection("stored connection to use"),
      { name: "start", value: "DIR", words: "start folder" },
      { name: "ascii", words: "use ASCII characters only" },
      { name: "accessible", words: "plain text mode, for screen readers" },
    ],
    operandCount: [0, 0],
  },
  {
    verb: "upload",
    operands: "PATH… | -",
    words: "upload files, folders or standard input (for scripts)",
    options: uploadOptions,
    operandCount: [1, Number.POSITIVE_INFINITY],
  },
  {
    verb: "setup",
    operands: null,
    words: "set up a connection: keys, bucket, region, log server",
    options: [{ name: "accessible", words: "plain text mode, for screen readers" }],
    operandCount: [0, 0],
  },
  {
    verb: "status",
    operands: null,
    words: "show running uploads",
    options: [json],
    operandCount: [0, 0],
  },
  {
    verb: "history",
    operands: null,
    words: "list delivered files, newest first",
    options: [json, { name: "count", value: "N", words: "number of entries (50)" }],
    operandCount: [0, 0],
  },
  {
    verb: "receipt",
    operands: "ID",
    words: "show the receipt of one delivery",
    options: [json],
    operandCount: [1, 1],
  },
  {
    verb: "doctor",
    operands: null,
    words: "check this computer, connections and the log server",
    options: [connection("check only this one"), json],
    operandCount: [0, 0],
  },
  {
    verb: "policy",
    operands: "BUCKET[/PREFIX]",
    words: "print the permissions a sender's key needs",
    options: [],
    operandCount: [1, 1],
  },
  {
    verb: "reset",
    operands: null,
    words: "remove all connections, secrets and settings from here",
    options: [{ name: "yes", words: "do not ask for confirmation" }],
    operandCount: [0, 0],
  },
  {
    verb: "demo",
    operands: null,
    words: "try everything with a built-in S3 and log server",
    options: [
      { name: "setup", words: "start with setup" },
      { name: "serve", words: "only run the servers, and print how to reach them" },
    ],
    operandCount: [0, 0],
  },
  {
    verb: "completion",
    operands: "SHELL",
    words: "print shell completion for bash, zsh or fish",
    options: [],
    operandCount: [1, 1],
  },
];
