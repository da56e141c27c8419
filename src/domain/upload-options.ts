import { readByteSize } from "./byte-size.ts";
import type { AppErrorOf } from "./errors.ts";
import type { InputField } from "./input-field.ts";
import { isCount, isRecord, isText } from "./json.ts";
import { maxPartBytes, minPartBytes } from "./part-plan.ts";
import { fail, ok, type Result } from "./result.ts";
import type { UploadOptions } from "./transfer.ts";

type Parsed<T = string> = Result<T, AppErrorOf<"InvalidInput">>;

const refuse = (field: InputField, problem: string) =>
  fail({ code: "InvalidInput", field, problem } as const);

const pattern =
  (field: InputField, is: RegExp, problem: string) =>
  (text: string): Parsed =>
    is.test(text) ? ok(text) : refuse(field, problem);

/** AWS's names, and those that other stores have. */
export const parseStorageClass = pattern(
  "storageClass",
  /^[A-Z][A-Z0-9_]{2,40}$/,
  "must be a name such as STANDARD_IA",
);

/** `AES256`, or KMS with or without a key. */
export const parseSse = pattern(
  "sse",
  /^(AES256|aws:kms(:dsse)?(:[!-~]+)?)$/,
  "must be AES256 or aws:kms[:dsse][:KEY]",
);

/** S3 "Canned ACL"; stores have others. */
export const parseAcl = pattern(
  "acl",
  /^[a-z][a-z-]{2,40}$/,
  "must be a name such as bucket-owner-full-control",
);

/** An AWS account. */
export const parseExpectedBucketOwner = pattern(
  "expectedBucketOwner",
  /^\d{12}$/,
  "must be the 12 digits of an AWS account",
);

export const parseContentType = pattern(
  "contentType",
  /^[\w.+-]+\/[\w.+-]+(;[ -~]*)?$/,
  "must look like type/subtype",
);

/** Bytes of each part of a large file. */
export const parsePartBytes = (text: string): Parsed<number> => {
  const bytes = readByteSize(text);
  if (bytes === null) return refuse("partBytes", "must be a size such as 64MiB");
  return bytes < minPartBytes || bytes > maxPartBytes
    ? refuse("partBytes", "must be between 5 MiB and 5 GiB")
    : ok(bytes);
};

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

/** Tags or metadata, each as name=value. */
export const parsePairs =
  (field: "tag" | "meta") =>
  (texts: readonly string[]): Parsed<Readonly<Record<string, string>>> => {
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

const isTextRecord = (value: unknown): value is Readonly<Record<string, string>> =>
  isRecord(value) && Object.values(value).every(isText);

const textNames = ["storageClass", "sse", "contentType", "acl", "expectedBucketOwner"] as const;

/** Options from a message, a database or a settings file: the known fields only. Null when one of them is odd. */
export const readUploadOptions = (value: unknown): UploadOptions | null => {
  if (!isRecord(value)) return null;
  const { tags, metadata, requestPayer, partBytes } = value;
  if (tags !== undefined && !isTextRecord(tags)) return null;
  if (metadata !== undefined && !isTextRecord(metadata)) return null;
  if (requestPayer !== undefined && typeof requestPayer !== "boolean") return null;
  if (partBytes !== undefined && !isCount(partBytes)) return null;
  const texts: Partial<Record<(typeof textNames)[number], string>> = {};
  for (const name of textNames) {
    const text = value[name];
    if (text === undefined) continue;
    if (!isText(text)) return null;
    texts[name] = text;
  }
  return {
    ...texts,
    ...(tags && { tags }),
    ...(metadata && { metadata }),
    ...(requestPayer === true && { requestPayer }),
    ...(partBytes !== undefined && { partBytes }),
  };
};

/** What was asked for one upload, and for the rest what its connection asks for. */
export const withDefaults = (given: UploadOptions, defaults: UploadOptions = {}): UploadOptions => {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const tags = { ...defaults.tags, ...given.tags };
  const metadata = { ...defaults.metadata, ...given.metadata };
  return {
    ...defaults,
    ...Object.fromEntries(set),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
};
