import { formatCount, formatNumber } from "../../domain/format.ts";

/** What is said of invites: blocks that a sender pastes into setup. */
export const inviteWords = {
  askSecret: (accessKeyId: string): string => `Secret access key of ${accessKeyId} (hidden): `,
  accessKeyName: "access key",
  secretName: "secret access key",
  warning: (words: string): string => `warning: ${words}`,
  ofSender: (name: string, words: string): string => `${name}: ${words}`,
  unusualKey: (key: string, expected: number, length: number): string =>
    `the ${key} has ${formatCount(length, "character")}; those of AWS have ${expected}`,
  logUrlInClear: "the log server address is http: everybody on the way can read the token",
  inFile: (file: string, problem: string): string => `${file}: ${problem}`,
  noSecret: "no secret access key: enter it, or give it on standard input",
  /** Before the block on a terminal. */
  block: (name: string): string =>
    `Send this block to ${name}, who starts s3-sftp and pastes it at the first question. It holds secrets and is shown only once.`,
  policy: "Policy for the access key (list and upload only):",
  /** Of several senders: the same policy for all who deliver to one folder. */
  policyFor: (names: readonly string[]): string =>
    `Policy for the access key${names.length === 1 ? "" : "s"} of ${names.join(", ")} (list and upload only):`,
  written: (count: number, folder: string): string =>
    `${formatCount(count, "invite")} in ${folder}. Send each to its sender, who starts s3-sftp and pastes it at the first question.`,
  badField: (field: string, problem: string): string => `${field} ${problem}`,
  badRow: (line: number, name: string, problem: string): string =>
    `line ${line}${name === "" ? "" : ` (${name})`}: ${problem}`,
  bothQuotes: "must not contain ' beside \", $, ` or \\",
  needs: (option: string): string => `an invite needs ${option}`,
  needsLogUrl:
    "an invite needs --log-url URL: the address at which senders reach this server (or S3_SFTP_LOG_URL, or a certificate with its name)",
  needsOut: "--from needs --out DIR: a folder for the invites",
  onlyOne:
    "--from makes invites of its own: leave NAME, --bucket, --region, --endpoint and --access-key out",
  nothingWritten: "nothing was written",
  unknownColumn: (name: string): string => `unknown column ${name}`,
  columnTwice: (name: string): string => `column ${name} is there twice`,
  columnMissing: (name: string): string => `column ${name} is missing`,
  tooManyValues: (values: number, columns: number): string =>
    `has ${formatCount(values, "value")} for ${formatCount(columns, "column")}`,
  nameTwice: (line: number): string => `repeats the name of line ${line}`,
  noRows: "it has no rows below its column names",
  tooManyRows: (max: number): string => `it has more than ${formatNumber(max)} rows`,
  tooLarge: "it is larger than 16 MiB",
  notText: "it is not UTF-8 text",
  unreadable: (code: string): string => `cannot be read (${code})`,
  openQuote: (line: number): string => `line ${line} has a quote that does not end`,
  strayQuote: (line: number): string => `line ${line} has a quote inside a value without quotes`,
  behindQuote: (line: number): string => `line ${line} has text behind a closing quote`,
  exists: (file: string): string => `${file} already exists`,
} as const;
