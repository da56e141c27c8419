import type { CommandSpec, OptionSpec } from "./command-spec.ts";
import { permissionOptions, uploadExamples, uploadOptions } from "./upload-option-table.ts";

const json: OptionSpec = { name: "json", words: "one JSON object per line on stdout" };
const connection = (words: string): OptionSpec => ({
  name: "connection",
  value: "NAME",
  words,
  completes: "connections",
});

/** Shells that `completion` knows. */
export const shells = ["bash", "zsh", "fish", "powershell"] as const;

/** Every command, in the order of the help. The one without a verb opens the terminal app. */
export const commandTable: readonly CommandSpec[] = [
  {
    command: null,
    paths_: "PATH",
    words: "open the terminal app, here or at PATH",
    options: [
      connection("stored connection to use"),
      { name: "start", value: "DIR", words: "start folder", completes: "folders" },
      {
        name: "receipts",
        value: "DIR",
        words: "folder for receipts (~/s3-sftp-receipts)",
        completes: "folders",
      },
      { name: "ascii", words: "use ASCII characters only" },
      { name: "accessible", words: "plain text mode, for screen readers" },
    ],
    argumentCount: [0, 1],
    completes: "folders",
    examples: [],
  },
  {
    command: "upload",
    paths_: "PATH... | -",
    words: "upload files, folders or standard input",
    options: uploadOptions,
    argumentCount: [1, Number.POSITIVE_INFINITY],
    insteadOfPaths: ["files-from", "files-from0"],
    completes: "files",
    examples: uploadExamples,
  },
  {
    command: "setup",
    paths_: null,
    words: "set up keys, bucket, region and log server",
    options: [{ name: "accessible", words: "plain text mode, for screen readers" }],
    argumentCount: [0, 0],
    examples: [{ line: "s3-sftp setup", words: "answer a few questions, once for each key" }],
  },
  {
    command: "status",
    paths_: null,
    words: "show running uploads",
    options: [
      { name: "all", words: "every file of the queue, delivered ones too" },
      json,
      { name: "retry-log", words: "send again what the log server would not take" },
    ],
    argumentCount: [0, 0],
    examples: [
      { line: "s3-sftp status", words: "what is uploading, and what failed" },
      {
        line: "s3-sftp status --json | jq 'select(.event == \"status\").files'",
        words: "how many files in which state",
      },
    ],
  },
  {
    command: "history",
    paths_: null,
    words: "list delivered files, newest first",
    options: [
      json,
      { name: "csv", words: "a table for spreadsheets, with a line of names", excludes: "json" },
      { name: "count", value: "N", words: "number of entries (50)" },
      { name: "forget-before", value: "DATE", words: "remove receipts older than YYYY-MM-DD" },
    ],
    argumentCount: [0, 0],
    examples: [
      { line: "s3-sftp history --count 10", words: "the last ten" },
      {
        line: "s3-sftp history --csv --count 100000 > delivered.csv",
        words: "all of them, with checksums",
      },
      {
        line: "s3-sftp history --forget-before 2026-01-31",
        words: "make the state database smaller",
      },
    ],
  },
  {
    command: "receipt",
    paths_: "ID",
    words: "show the receipt of one delivery",
    options: [json],
    argumentCount: [1, 1],
    examples: [
      {
        line: "s3-sftp receipt 0193bd1c-66a2-7cc3-8f3a-5e1a0f1c2d3e",
        words: "an ID from s3-sftp history",
      },
    ],
  },
  {
    command: "doctor",
    paths_: null,
    words: "check computer, connections and log server",
    options: [connection("check only this one"), json],
    argumentCount: [0, 0],
    examples: [{ line: "s3-sftp doctor", words: "when something does not work: what to do next" }],
  },
  {
    command: "policy",
    paths_: "BUCKET[/PREFIX]",
    words: "print the permissions a sender's key needs",
    options: [
      { name: "policy", words: "only the policy of the key" },
      { name: "lifecycle", words: "only the rule that removes unfinished uploads" },
      ...permissionOptions,
    ],
    argumentCount: [1, 1],
    examples: [
      { line: "s3-sftp policy acme-inbox/north", words: "both documents, as one JSON object" },
      {
        line: "s3-sftp policy --policy acme-inbox/north > policy.json",
        words: "for aws iam put-user-policy --policy-document file://policy.json",
      },
      {
        line: "s3-sftp policy --lifecycle acme-inbox > lifecycle.json",
        words: "for aws s3api put-bucket-lifecycle-configuration",
      },
    ],
  },
  {
    command: "reset",
    paths_: null,
    words: "remove connections, secrets and settings",
    options: [{ name: "yes", words: "do not ask for confirmation" }],
    argumentCount: [0, 0],
    examples: [{ line: "s3-sftp reset", words: "says what goes and what stays, then asks" }],
  },
  {
    command: "demo",
    paths_: null,
    words: "try it with a built-in S3 and log server",
    options: [
      { name: "setup", words: "start with setup" },
      {
        name: "serve",
        words: "only run the servers, and print how to reach them",
        excludes: "setup",
      },
    ],
    argumentCount: [0, 0],
    examples: [
      { line: "s3-sftp demo", words: "on a terminal: the app; else: deliver sample files" },
      { line: "s3-sftp demo --serve", words: "a storage service to try scripts with" },
    ],
  },
  {
    command: "completion",
    paths_: "SHELL",
    words: "print shell completion",
    options: [{ name: "connections", words: "print the names of stored connections instead" }],
    argumentCount: [1, 1],
    insteadOfPaths: ["connections"],
    choices: shells,
    examples: [
      { line: 'eval "$(s3-sftp completion bash)"', words: "in ~/.bashrc" },
      { line: 'eval "$(s3-sftp completion zsh)"', words: "in ~/.zshrc, after compinit" },
      { line: "s3-sftp completion fish | source", words: "in config.fish" },
      {
        line: "s3-sftp completion powershell | Out-String | Invoke-Expression",
        words: "in $PROFILE",
      },
    ],
  },
];
