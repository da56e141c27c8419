import { addressings } from "../domain/settings.ts";
import { conflictPolicies } from "../domain/transfer.ts";

/** One option of a command: for parsing, help and shell completion. */
export interface OptionSpec {
  readonly name: string;
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly words: string;
  readonly isMultiple?: true;
  /** All values there are, for completion. */
  readonly choices?: readonly string[];
}

/** One command. */
export interface CommandSpec {
  readonly command: string | null;
  /** What follows the verb. */
  readonly paths_: string | null;
  readonly words: string;
  readonly options: readonly OptionSpec[];
  /** How many words may follow. */
  readonly argumentCount: readonly [min: number, max: number];
}

const json: OptionSpec = { name: "json", words: "one JSON object per line on stdout" };
const connection = (words: string): OptionSpec => ({ name: "connection", value: "NAME", words });

/** What needs permissions beyond putting an object. */
const permissionOptions: readonly OptionSpec[] = [
  { name: "sse", value: "WHAT", words: "encryption: AES256 or aws:kms[:dsse][:KEY]" },
  {
    name: "acl",
    value: "A",
    words: "canned ACL, for example bucket-owner-full-control",
  },
  { name: "tag", value: "K=V", words: "tag for each file; repeatable", isMultiple: true },
];

const uploadOptions: readonly OptionSpec[] = [
  connection('stored connection, or "environment" for AWS_… and profiles'),
  { name: "bucket", value: "B", words: "bucket to upload to; default: the connection's" },
  { name: "prefix", value: "P", words: "folder in the bucket" },
  { name: "region", value: "R", words: "region of the bucket" },
  { name: "endpoint", value: "URL", words: "an S3-compatible service instead of AWS" },
  { name: "profile", value: "P", words: "AWS profile whose keys sign" },
  {
    name: "addressing",
    value: "HOW",
    words: "bucket in the path or the host: auto (default), path, virtual",
    choices: addressings,
  },
  { name: "key", value: "K", words: "name under the prefix, for one file or standard input" },
  {
    name: "conflict",
    value: "WHAT",
    words: "if the file exists: skip (default), rename or replace",
    choices: conflictPolicies,
  },
  { name: "limit", value: "RATE", words: "speed limit, for example 5MiB/s" },
  { name: "storage-class", value: "C", words: "storage class, for example STANDARD_IA" },
  ...permissionOptions,
  { name: "request-payer", words: "agree to pay for the requests" },
  {
    name: "expected-bucket-owner",
    value: "ID",
    words: "AWS account that the bucket must belong to",
  },
  { name: "part-size", value: "SIZE", words: "size of each part of a large file, such as 64MiB" },
  {
    name: "meta",
    value: "K=V",
    words: "metadata for each file; repeatable",
    isMultiple: true,
  },
  { name: "content-type", value: "T", words: "MIME type; default: from the file name" },
  { name: "no-sha256", words: "skip SHA-256; CRC32 is still compared" },
  { name: "log-url", value: "URL", words: "log server; token in S3_SFTP_LOG_TOKEN" },
  { name: "follow-links", words: "follow links that lead out of the given folders" },
  { name: "dry-run", words: "show what would be uploaded, upload nothing" },
  json,
];

/** Every command, in the order of the help. The one without a verb opens the terminal app. */
export const commandTable: readonly CommandSpec[] = [
  {
    command: null,
    paths_: "PATH",
    words: "open the terminal app, at PATH or in this folder",
    options: [
      connection("stored connection to use"),
      { name: "start", value: "DIR", words: "start folder" },
      { name: "receipts", value: "DIR", words: "folder for receipts (~/s3-sftp-receipts)" },
      { name: "ascii", words: "use ASCII characters only" },
      { name: "accessible", words: "plain text mode, for screen readers" },
    ],
    argumentCount: [0, 1],
  },
  {
    command: "upload",
    paths_: "PATH… | -",
    words: "upload files, folders or standard input (for scripts)",
    options: uploadOptions,
    argumentCount: [1, Number.POSITIVE_INFINITY],
  },
  {
    command: "setup",
    paths_: null,
    words: "set up a connection: keys, bucket, region, log server",
    options: [{ name: "accessible", words: "plain text mode, for screen readers" }],
    argumentCount: [0, 0],
  },
  {
    command: "status",
    paths_: null,
    words: "show running uploads",
    options: [json, { name: "retry-log", words: "send again what the log server would not take" }],
    argumentCount: [0, 0],
  },
  {
    command: "history",
    paths_: null,
    words: "list delivered files, newest first",
    options: [
      json,
      { name: "count", value: "N", words: "number of entries (50)" },
      { name: "forget-before", value: "DATE", words: "remove receipts older than YYYY-MM-DD" },
    ],
    argumentCount: [0, 0],
  },
  {
    command: "receipt",
    paths_: "ID",
    words: "show the receipt of one delivery",
    options: [json],
    argumentCount: [1, 1],
  },
  {
    command: "doctor",
    paths_: null,
    words: "check this computer, connections and the log server",
    options: [connection("check only this one"), json],
    argumentCount: [0, 0],
  },
  {
    command: "policy",
    paths_: "BUCKET[/PREFIX]",
    words: "print the permissions a sender's key needs",
    options: permissionOptions,
    argumentCount: [1, 1],
  },
  {
    command: "reset",
    paths_: null,
    words: "remove all connections, secrets and settings from here",
    options: [{ name: "yes", words: "do not ask for confirmation" }],
    argumentCount: [0, 0],
  },
  {
    command: "demo",
    paths_: null,
    words: "try everything with a built-in S3 and log server",
    options: [
      { name: "setup", words: "start with setup" },
      { name: "serve", words: "only run the servers, and print how to reach them" },
    ],
    argumentCount: [0, 0],
  },
  {
    command: "completion",
    paths_: "SHELL",
    words: "print shell completion for bash, zsh or fish",
    options: [],
    argumentCount: [1, 1],
  },
];
