import {
  cleanLine,
  parseBucket,
  parseConnectionName,
  parseEndpoint,
  parseKey,
  parseLogUrl,
  parsePrefix,
  parseRegion,
} from "../domain/connection.ts";
import type { AppError } from "../domain/errors.ts";
import type { InputField } from "../domain/input-field.ts";
import { parseRate } from "../domain/rate.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { isConflictPolicy, type ConflictPolicy, type UploadOptions } from "../domain/transfer.ts";
import { addressingProblem, isAddressing, type Addressing } from "../domain/settings.ts";
import {
  parseAcl,
  parseContentType,
  parseExpectedBucketOwner,
  parsePairs,
  parsePartBytes,
  parseSse,
  parseStorageClass,
} from "../domain/upload-options.ts";
import type { CommandLine } from "./args.ts";
import { OptionValues } from "./option-values.ts";
import { fileListOptions } from "./upload/read-file-list.ts";
import { readSelectionOptions, type SelectionOptions } from "./upload/selection-options.ts";

/** What `upload` was asked to do; null where the connection or the environment decides. */
export interface UploadCommand {
  /** As typed; "-" alone is standard input. */
  readonly paths: readonly string[];
  readonly selection: SelectionOptions;
  readonly connection: string | null;
  readonly bucket: string | null;
  readonly prefix: string | null;
  readonly region: string | null;
  readonly endpoint: string | null;
  /** AWS profile whose keys sign. */
  readonly profile: string | null;
  readonly addressing: Addressing | null;
  /** Name below the prefix. */
  readonly key: string | null;
  readonly conflict: ConflictPolicy;
  readonly limitBytesPerSecond: number | null;
  readonly options: UploadOptions;
  readonly logUrl: string | null;
  /** Of the whole upload, as a batch. */
  readonly note: string | null;
  readonly followsLinks: boolean;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  /** "errors": nothing else. "all": checksums and proof of each file. */
  readonly says: "errors" | "results" | "all";
  /** Also where no terminal shows it, or as events. */
  readonly withProgress: boolean;
  readonly withSha256: boolean;
}

const refuse = (field: InputField, problem: string) =>
  fail({ code: "InvalidInput", field, problem } as const);

const parseConflict = (text: string): Result<ConflictPolicy, AppError> =>
  isConflictPolicy(text) ? ok(text) : refuse("conflict", "must be skip, rename or replace");

// A line of a receipt, and of a message in a channel.
const maxNoteCharacters = 200;

const parseNote = (text: string): Result<string, AppError> => {
  const note = cleanLine(text);
  return note.length > maxNoteCharacters
    ? refuse("note", `is longer than ${maxNoteCharacters} characters`)
    : ok(note);
};

/** An empty one is a variable of a script that is not set, and never means AWS. */
const parseGivenEndpoint = (text: string): Result<string, AppError> => {
  const endpoint = parseEndpoint(text);
  if (!endpoint.ok) return endpoint;
  return endpoint.value === null ? refuse("endpoint", "is empty") : ok(endpoint.value);
};

const parseProfile = (text: string): Result<string, AppError> => {
  const name = cleanLine(text);
  return name === "" ? refuse("profile", "is empty") : ok(name);
};

const parseAddressing = (text: string): Result<Addressing, AppError> =>
  isAddressing(text) ? ok(text) : refuse("addressing", addressingProblem);

const readOptions = (values: OptionValues, line: CommandLine): UploadOptions => ({
  storageClass: values.take("storage-class", parseStorageClass) ?? undefined,
  sse: values.take("sse", parseSse) ?? undefined,
  tags: values.takeList("tag", parsePairs("tag")) ?? undefined,
  metadata: values.takeList("meta", parsePairs("meta")) ?? undefined,
  contentType: values.take("content-type", parseContentType) ?? undefined,
  acl: values.take("acl", parseAcl) ?? undefined,
  requestPayer: line.flags.has("request-payer") || undefined,
  expectedBucketOwner: values.take("expected-bucket-owner", parseExpectedBucketOwner) ?? undefined,
  partBytes: values.take("part-size", parsePartBytes) ?? undefined,
});

/** How objects are to be stored, by the options of `upload` and `policy`. Fails with InvalidInput. */
export const parseUploadOptions = (line: CommandLine): Result<UploadOptions, AppError> => {
  const values = new OptionValues(line);
  const options = readOptions(values, line);
  return values.error === null ? ok(options) : fail(values.error);
};

// lib-storage holds four parts of a stream in memory.
const maxStreamPartBytes = 256 * 1024 * 1024;

const saysOf = ({ flags }: CommandLine): UploadCommand["says"] => {
  if (flags.has("quiet")) return "errors";
  return flags.has("verbose") ? "all" : "results";
};

/** Says first what was typed. `value` is the option's, where it helps. */
const refuseGiven = (
  field: InputField,
  option: string,
  problem: string,
  value: string | null = null,
): AppError => ({ code: "InvalidInput", field, problem, given: { option, value } });

const choosingOption = ({ filter, minAgeMs }: SelectionOptions): string | null => {
  if (filter.include.length > 0) return "--include";
  if (filter.exclude.length > 0) return "--exclude";
  return minAgeMs === null ? null : "--min-age";
};

const listProblem = ({ paths, key, selection }: UploadCommand): AppError | null => {
  const { filesFrom } = selection;
  if (filesFrom !== null && paths.length > 0) {
    const option = fileListOptions[filesFrom.endsWith];
    return refuseGiven("filesFrom", option, "cannot be combined with paths");
  }
  if (filesFrom !== null && key !== null)
    return refuseGiven("key", "--key", "works with one file, but there is a list of them");
  const choosing = choosingOption(selection);
  return paths[0] === "-" && choosing !== null
    ? refuseGiven("path", choosing, "leaves nothing out of standard input")
    : null;
};

/** "$FOLDER" of a script whose variable is empty would be the current folder, with all that is in it. */
const emptyPathProblem = ({ paths }: UploadCommand): AppError | null =>
  paths.includes("") ? refuseGiven("path", "A path", "is empty; write . for this folder") : null;

const stdinProblem = (
  { paths, key, isDryRun, options }: UploadCommand,
  line: CommandLine,
): AppError | null => {
  if (!paths.includes("-")) return null;
  if (paths.length > 1) return refuseGiven("path", "-", "cannot be combined with other paths");
  if (key === null)
    return refuseGiven("key", "--key", "is missing: it names what standard input becomes");
  if (isDryRun) return refuseGiven("path", "--dry-run", "cannot check standard input");
  if ((options.partBytes ?? 0) <= maxStreamPartBytes) return null;
  const problem = "must be at most 256 MiB for standard input";
  return refuseGiven("partBytes", "--part-size", problem, line.values.get("part-size"));
};

const keyProblem = ({ paths, key }: UploadCommand): AppError | null =>
  key !== null && paths.length > 1
    ? refuseGiven("key", "--key", "works with one file, but there are several paths")
    : null;

/** The command line of `upload` with its values parsed. Fails with InvalidInput. */
export const parseUpload = (line: CommandLine): Result<UploadCommand, AppError> => {
  const values = new OptionValues(line);
  const command: UploadCommand = {
    paths: line.paths_,
    selection: readSelectionOptions(values),
    connection: values.take("connection", parseConnectionName),
    bucket: values.take("bucket", parseBucket),
    prefix: values.take("prefix", parsePrefix),
    region: values.take("region", parseRegion),
    endpoint: values.take("endpoint", parseGivenEndpoint),
    profile: values.take("profile", parseProfile),
    addressing: values.take("addressing", parseAddressing),
    key: values.take("key", parseKey),
    conflict: values.take("conflict", parseConflict) ?? "skip",
    limitBytesPerSecond: values.take("limit", parseRate),
    options: readOptions(values, line),
    logUrl: values.take("log-url", parseLogUrl),
    note: values.take("note", parseNote),
    followsLinks: line.flags.has("follow-links"),
    isDryRun: line.flags.has("dry-run"),
    isJson: line.flags.has("json"),
    says: saysOf(line),
    withProgress: line.flags.has("progress"),
    withSha256: !line.flags.has("no-sha256"),
  };
  const error =
    values.error ??
    emptyPathProblem(command) ??
    stdinProblem(command, line) ??
    keyProblem(command) ??
    listProblem(command);
  return error ? fail(error) : ok(command);
};
