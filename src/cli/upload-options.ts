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
import type { AppError, InputField } from "../domain/errors.ts";
import { parseRate } from "../domain/rate.ts";
import { fail, ok, type Result } from "../domain/result.ts";
import { isConflictPolicy, type ConflictPolicy, type UploadOptions } from "../domain/transfer.ts";
import { addressings, isAddressing, type Addressing } from "../domain/settings.ts";
import type { CommandLine } from "./args.ts";

/** What `upload` was asked to do; null where the connection or the environment decides. */
export interface UploadCommand {
  /** As typed; "-" alone is standard input. */
  readonly paths: readonly string[];
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
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  readonly withSha256: boolean;
}

const refusal = (field: InputField, problem: string): AppError => ({
  code: "InvalidInput",
  field,
  problem,
});

const refuse = (field: InputField, problem: string) => fail(refusal(field, problem));

/** Throws nothing: the first value that cannot be used ends the parsing with its error. */
class Values {
  readonly #line: CommandLine;
  error: AppError | null = null;

  constructor(line: CommandLine) {
    this.#line = line;
  }

  take<T>(name: string, parse: (text: string) => Result<T, AppError>): T | null {
    const text = this.#line.values.get(name);
    if (text === undefined) return null;
    return this.#keep(parse(text));
  }

  takePairs(
    name: string,
    parse: (texts: readonly string[]) => Result<Readonly<Record<string, string>>, AppError>,
  ): Readonly<Record<string, string>> | undefined {
    const texts = this.#line.lists.get(name);
    return texts === undefined ? undefined : (this.#keep(parse(texts)) ?? undefined);
  }

  #keep<T>(result: Result<T, AppError>): T | null {
    if (result.ok) return result.value;
    this.error ??= result.error;
    return null;
  }
}

const parseConflict = (text: string): Result<ConflictPolicy, AppError> =>
  isConflictPolicy(text) ? ok(text) : refuse("conflict", "must be skip, rename or replace");

const parseProfile = (text: string): Result<string, AppError> => {
  const name = cleanLine(text);
  return name === "" ? refuse("profile", "is empty") : ok(name);
};

const parseAddressing = (text: string): Result<Addressing, AppError> =>
  isAddressing(text) ? ok(text) : refuse("addressing", `must be ${addressings.join(", ")}`);

const pattern = (field: InputField, is: RegExp, problem: string) => (text: string) =>
  is.test(text) ? ok(text) : refuse(field, problem);

// S3 "Object tagging": at most ten tags, keys to 128 and values to 256 characters.
// S3 "User-defined object metadata": names travel in headers, 2 KiB in all.
const pairRules = {
  tag: {
    name: /^[\p{L}\p{N}\s_.:/=+\-@]{1,128}$/u,
    value: /^[\p{L}\p{N}\s_.:/=+\-@]{0,256}$/u,
    max: 10,
  },
  meta: { name: /^[A-Za-z0-9_.-]{1,128}$/, value: /^[ -~]{0,1024}$/, max: 64 },
} as const;

const maxMetaBytes = 2_048;

const parsePairs =
  (field: "tag" | "meta") =>
  (texts: readonly string[]): Result<Readonly<Record<string, string>>, AppError> => {
    const rules = pairRules[field];
    const pairs = new Map<string, string>();
    for (const text of texts) {
      const at = text.indexOf("=");
      const name = text.slice(0, Math.max(at, 0));
      const value = text.slice(at + 1);
      if (at < 1) return refuse(field, "must have the form name=value");
      if (!rules.name.test(name)) return refuse(field, "has a name that S3 does not accept");
      if (!rules.value.test(value)) return refuse(field, "has a value that S3 does not accept");
      // Header names are the same in any case.
      pairs.set(field === "meta" ? name.toLowerCase() : name, value);
    }
    if (pairs.size < texts.length) return refuse(field, "has the same name twice");
    if (pairs.size > rules.max) return refuse(field, `can be given at most ${rules.max} times`);
    const bytes = [...pairs].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    return field === "meta" && bytes > maxMetaBytes
      ? refuse(field, "is longer than 2 KiB in total")
      : ok(Object.fromEntries(pairs));
  };

const storageClass = pattern(
  "storageClass",
  /^[A-Z][A-Z0-9_]{2,40}$/,
  "must be a name such as STANDARD_IA",
);
const sse = pattern(
  "sse",
  /^(AES256|aws:kms(:dsse)?(:[!-~]+)?)$/,
  "must be AES256 or aws:kms[:dsse][:KEY]",
);
const contentType = pattern(
  "contentType",
  /^[\w.+-]+\/[\w.+-]+(;[ -~]*)?$/,
  "must look like type/subtype",
);

const toOptions = (values: Values): UploadOptions => ({
  storageClass: values.take("storage-class", storageClass) ?? undefined,
  sse: values.take("sse", sse) ?? undefined,
  tags: values.takePairs("tag", parsePairs("tag")),
  metadata: values.takePairs("meta", parsePairs("meta")),
  contentType: values.take("content-type", contentType) ?? undefined,
});

const pathProblem = ({ paths, key, isDryRun }: UploadCommand): AppError | null => {
  if (paths.includes("-") && paths.length > 1)
    return refusal("path", "- cannot be combined with other paths");
  if (paths[0] === "-" && key === null) {
    return refusal("key", "is missing: name standard input with --key");
  }
  if (paths[0] === "-" && isDryRun) {
    return refusal("path", "is standard input, which --dry-run cannot check");
  }
  return key !== null && paths.length > 1
    ? refusal("key", "works with one file, but there are several paths")
    : null;
};

/** The command line of `upload` with its values parsed. Fails with InvalidInput. */
export const parseUpload = (line: CommandLine): Result<UploadCommand, AppError> => {
  const values = new Values(line);
  const command: UploadCommand = {
    paths: line.paths_,
    connection: values.take("connection", parseConnectionName),
    bucket: values.take("bucket", parseBucket),
    prefix: values.take("prefix", parsePrefix),
    region: values.take("region", parseRegion),
    endpoint: values.take("endpoint", parseEndpoint),
    profile: values.take("profile", parseProfile),
    addressing: values.take("addressing", parseAddressing),
    key: values.take("key", parseKey),
    conflict: values.take("conflict", parseConflict) ?? "skip",
    limitBytesPerSecond: values.take("limit", parseRate),
    options: toOptions(values),
    logUrl: values.take("log-url", parseLogUrl),
    isDryRun: line.flags.has("dry-run"),
    isJson: line.flags.has("json"),
    withSha256: !line.flags.has("no-sha256"),
  };
  const error = values.error ?? pathProblem(command);
  return error ? fail(error) : ok(command);
};
