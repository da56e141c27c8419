import type { AppErrorOf } from "./errors.ts";
import type { InputField } from "./input-field.ts";
import { fail, ok, type Result } from "./result.ts";
import { addressingProblem, isAddressing, type Addressing } from "./settings.ts";
import type { UploadOptions } from "./transfer.ts";
import {
  parseAcl,
  parseExpectedBucketOwner,
  parsePairs,
  parsePartBytes,
  parseSse,
  parseStorageClass,
} from "./upload-options.ts";

/** What the owner of a bucket asks of every upload, and how its store is to be addressed. */
export interface UploadTerms {
  readonly options: UploadOptions;
  readonly addressing: Addressing;
}

type Invalid = AppErrorOf<"InvalidInput">;

const refuse = (field: InputField, problem: string) =>
  fail({ code: "InvalidInput", field, problem } as const);

const words = (text: string): readonly string[] => text.trim().split(/\s+/).filter(Boolean);

const switches: ReadonlySet<string> = new Set(["request-payer"]);

/** "sse=AES256", "--sse AES256" and "--request-payer", as names with their values; null for what has none. */
const toPairs = (text: string): readonly (readonly [string, string | null])[] => {
  const pairs: [string, string | null][] = [];
  let waiting: [string, string | null] | null = null;
  for (const word of words(text)) {
    if (waiting !== null && !word.startsWith("--")) {
      waiting[1] = word;
      waiting = null;
      continue;
    }
    const [, name = word, value] = /^(?:--)?([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const pair: [string, string | null] = [name, value ?? null];
    pairs.push(pair);
    waiting = word.startsWith("--") && value === undefined && !switches.has(name) ? pair : null;
  }
  return pairs;
};

type Fields = { -readonly [K in keyof UploadOptions]: UploadOptions[K] };

const readers: Readonly<
  Record<string, (value: string, fields: Fields) => Result<unknown, Invalid>>
> = {
  sse: (value, fields) => keep(parseSse(value), (sse) => Object.assign(fields, { sse })),
  acl: (value, fields) => keep(parseAcl(value), (acl) => Object.assign(fields, { acl })),
  "storage-class": (value, fields) =>
    keep(parseStorageClass(value), (storageClass) => Object.assign(fields, { storageClass })),
  "expected-bucket-owner": (value, fields) =>
    keep(parseExpectedBucketOwner(value), (expectedBucketOwner) =>
      Object.assign(fields, { expectedBucketOwner }),
    ),
  "part-size": (value, fields) =>
    keep(parsePartBytes(value), (partBytes) => Object.assign(fields, { partBytes })),
};

const keep = <T>(parsed: Result<T, Invalid>, set: (value: T) => void): Result<T, Invalid> => {
  if (parsed.ok) set(parsed.value);
  return parsed;
};

/**
 * What a bucket's owner asks for, in the names of `upload`'s options: `sse=aws:kms acl=bucket-owner-full-control
 * storage-class=STANDARD_IA tag=a=b request-payer expected-bucket-owner=123456789012 part-size=64MiB addressing=virtual`.
 * Empty means nothing. Fails with InvalidInput.
 */
export const parseTerms = (text: string): Result<UploadTerms, Invalid> => {
  const fields: Fields = {};
  const [tags, meta]: [string[], string[]] = [[], []];
  let addressing: Addressing = "auto";
  for (const [name, value] of toPairs(text)) {
    if (name === "request-payer") fields.requestPayer = true;
    else if (value === null)
      return refuse("terms", `has "${name}", which has no value or is not known`);
    else if (name === "tag") tags.push(value);
    else if (name === "meta") meta.push(value);
    else if (name === "addressing") {
      if (!isAddressing(value)) return refuse("addressing", addressingProblem);
      addressing = value;
    } else {
      const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
      if (!read) return refuse("terms", `has "${name}", which is not known`);
      const parsed = read(value, fields);
      if (!parsed.ok) return parsed;
    }
  }
  const allTags = parsePairs("tag")(tags);
  if (!allTags.ok) return allTags;
  const metadata = parsePairs("meta")(meta);
  if (!metadata.ok) return metadata;
  return ok({
    addressing,
    options: {
      ...fields,
      ...(tags.length > 0 && { tags: allTags.value }),
      ...(meta.length > 0 && { metadata: metadata.value }),
    },
  });
};

/** The terms as `parseTerms` reads them; empty for none. */
export const formatTerms = ({ options, addressing }: UploadTerms): string => {
  const { sse, acl, storageClass, tags = {}, metadata = {}, partBytes } = options;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ["sse", sse],
    ["acl", acl],
    ["storage-class", storageClass],
    ...Object.entries(tags).map(([name, value]) => ["tag", `${name}=${value}`] as const),
    ...Object.entries(metadata).map(([name, value]) => ["meta", `${name}=${value}`] as const),
    ["expected-bucket-owner", options.expectedBucketOwner],
    ["part-size", partBytes === undefined ? undefined : String(partBytes)],
    ["addressing", addressing === "auto" ? undefined : addressing],
  ];
  return [
    ...pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])),
    ...(options.requestPayer === true ? ["request-payer"] : []),
  ].join(" ");
};
