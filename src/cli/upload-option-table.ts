import { addressings } from "../domain/settings.ts";
import { conflictPolicies } from "../domain/transfer.ts";
import type { Example, OptionSpec } from "./command-spec.ts";

/** What needs permissions beyond putting an object. */
export const permissionOptions: readonly OptionSpec[] = [
  { name: "sse", value: "WHAT", words: "encryption: AES256 or aws:kms[:dsse][:KEY]" },
  {
    name: "acl",
    value: "A",
    words: "canned ACL, for example bucket-owner-full-control",
  },
  { name: "tag", value: "K=V", words: "tag for each file; repeatable", isMultiple: true },
];

/** Where to. */
const targetOptions: readonly OptionSpec[] = [
  {
    name: "connection",
    value: "NAME",
    words: 'stored connection, or "environment" for AWS_... and profiles',
    completes: "connections",
  },
  { name: "bucket", value: "B", words: "bucket to upload to; default: the connection's" },
  { name: "prefix", value: "P", words: "folder in the bucket", mayBeEmpty: true },
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
];

/** Which of the files. */
const selectionOptions: readonly OptionSpec[] = [
  {
    name: "include",
    value: "GLOB",
    words: "only files that match, such as '*.csv'; repeatable",
    isMultiple: true,
  },
  {
    name: "exclude",
    value: "GLOB",
    words: "no files and folders that match; repeatable",
    isMultiple: true,
  },
  { name: "min-age", value: "TIME", words: "leave out files changed in the last 60s, 10m, 1h ..." },
  {
    name: "files-from",
    value: "FILE",
    words: "upload the paths in FILE, one a line; - is standard input",
    completes: "files",
  },
  {
    name: "files-from0",
    value: "FILE",
    words: "the same with a NUL behind each path, as find -print0 does",
    excludes: "files-from",
    completes: "files",
  },
  { name: "follow-links", words: "follow links that lead out of the given folders" },
];

/** How they are stored. */
const storageOptions: readonly OptionSpec[] = [
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
];

/** What is printed. */
const outputOptions: readonly OptionSpec[] = [
  { name: "verbose", short: "v", words: "print checksums and proof of each file, too" },
  { name: "quiet", short: "q", words: "print errors only", excludes: "verbose" },
  { name: "json", words: "one JSON object per line on stdout" },
  { name: "progress", words: "with --json: progress events; else a line every 10 s" },
];

/** Options of `upload`, in the order of its help. */
export const uploadOptions: readonly OptionSpec[] = [
  ...targetOptions,
  ...selectionOptions,
  {
    name: "conflict",
    value: "WHAT",
    words: "if the file exists: skip (default), rename or replace",
    choices: conflictPolicies,
  },
  { name: "limit", value: "RATE", words: "speed limit, for example 5MiB/s" },
  ...storageOptions,
  { name: "no-sha256", words: "skip SHA-256; CRC32 is still compared" },
  { name: "log-url", value: "URL", words: "log server; token in S3_SFTP_LOG_TOKEN" },
  { name: "note", value: "TEXT", words: "a note for this upload, on its receipt" },
  { name: "dry-run", words: "show what would be uploaded, upload nothing" },
  ...outputOptions,
];

/** Uses of `upload`. */
export const uploadExamples: readonly Example[] = [
  { line: "s3-sftp upload exports/", words: "a folder with all that is in it" },
  {
    line: "s3-sftp upload --quiet --min-age 60s /srv/exports",
    words: "for cron: says nothing unless something fails",
  },
  {
    line: "s3-sftp upload --include '*.csv' --exclude tmp/ exports/",
    words: "only some of its files",
  },
  {
    line: "find . -newer last -print0 | s3-sftp upload --files-from0 -",
    words: "what another program has found",
  },
  {
    line: "pg_dump acme | s3-sftp upload --key acme.sql -",
    words: "standard input, under a name",
  },
  {
    line: "s3-sftp upload --json --bucket acme-inbox --prefix 2026 -- *",
    words: "JSON lines; -- before names that may begin with -",
  },
];
