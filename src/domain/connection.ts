import { readAccessPoint, toArn } from "./access-point.ts";
import { awsBucketNameProblem, bucketNameProblem } from "./bucket-name.ts";
import { nonEmpty } from "./non-empty.ts";
import type { AppErrorOf } from "./errors.ts";
import type { InputField } from "./input-field.ts";
import { maxKeyBytes, utf8Bytes } from "./object-key.ts";
import { fail, ok, type Result } from "./result.ts";
import type { Destination } from "./settings.ts";
import { holdsTwoRegions } from "./two-regions.ts";
import { hasUser } from "./url-user.ts";

type Parsed<T = string> = Result<T, AppErrorOf<"InvalidInput">>;

const invalid = (field: InputField, problem: string) =>
  ({ code: "InvalidInput", field, problem }) as const;

const refuse = (field: InputField, problem: string) => fail(invalid(field, problem));

// Bracketed-paste marks (xterm "ESC [ 200 ~"), other escape sequences, and what is left of them without the ESC.
const pasteMarks = /\p{Cc}\[[0-9;?]*[ -/]*[@-~]|\[20[01]~/gu;
// Controls, zero-width characters and the byte order mark come along with text from web pages and editors.
const invisible = /[\p{Cc}\u200B-\u200D\u2060\uFEFF]/gu;

/** What is wrong with the length of what was typed; null when nothing is. */
const sizeProblem = (value: string, maxCharacters: number): string | null => {
  if (value === "") return "is empty";
  return value.length > maxCharacters ? `is longer than ${maxCharacters} characters` : null;
};

/** A pasted line without paste marks, control characters and surrounding spaces. Inner spaces stay. */
export const cleanLine = (text: string): string =>
  text.replace(pasteMarks, "").replace(invisible, "").trim();

/** A pasted key or token: as cleanLine, and with no space anywhere. */
export const cleanToken = (text: string): string => cleanLine(text).replace(/\s+/gu, "");

/** A value of the environment or a file: as cleanLine, and without the quotes that somebody copied along. */
export const cleanValue = (text: string): string =>
  cleanLine(cleanLine(text).replace(/^(["'])(.*)\1$/, "$2"));

/** Lengths of the keys of AWS: IAM "Unique identifiers", and what STS and the console give. */
export const awsKeyCharacters = { accessKeyId: 20, secretAccessKey: 40 } as const;

/** Access keys of AWS have 16 to 128 characters; other stores take shorter ones. Spaces are removed. */
export const parseAccessKeyId = (text: string): Parsed => {
  const value = cleanToken(text);
  const problem = sizeProblem(value, 128);
  if (problem !== null) return refuse("accessKeyId", problem);
  if (value.length === 40 && /[/+]/.test(value)) {
    return refuse("accessKeyId", "looks like a secret access key, not an access key");
  }
  if (/^(AKIA|ASIA)[A-Z0-9]{12}.{30}/.test(value) && /[a-z]/.test(value)) {
    return refuse("accessKeyId", "has more behind it, such as its secret access key");
  }
  // The slash separates the key from date and region in a signature (SigV4 "Credential").
  if (!/^[!-.0-~]+$/.test(value)) {
    return refuse("accessKeyId", "contains characters that are not allowed");
  }
  return ok(value);
};

/** Spaces are removed. The problem never repeats what was typed. */
export const parseSecretAccessKey = (text: string): Parsed => {
  const value = cleanToken(text);
  const problem = sizeProblem(value, 256);
  if (problem !== null) return refuse("secretAccessKey", problem);
  if (!/^[!-~]+$/.test(value)) {
    return refuse("secretAccessKey", "contains characters that are not allowed");
  }
  if (/^(AKIA|ASIA)[A-Z0-9]{16}$/.test(value)) {
    return refuse("secretAccessKey", "looks like an access key, not a secret access key");
  }
  return ok(value);
};

/** Of temporary keys. Spaces are removed; the problem never repeats what was typed. */
export const parseSessionToken = (text: string): Parsed => {
  const value = cleanToken(text);
  // AWS promises no length; STS has given some 2,000 characters, and servers end headers at 8 KiB.
  const problem = sizeProblem(value, 8_000);
  if (problem !== null) return refuse("sessionToken", problem);
  return /^[!-~]+$/.test(value)
    ? ok(value)
    : refuse("sessionToken", "contains characters that are not allowed");
};

/** True for the access key of temporary keys, which sign only together with their session token. */
export const isTemporaryKey = (accessKeyId: string): boolean =>
  /^ASIA[A-Z0-9]{12,}$/.test(accessKeyId);

/** Lower case for AWS; other stores name regions as they like. */
export const parseRegion = (text: string): Parsed => {
  const value = cleanToken(text);
  if (value === "") return refuse("region", "is empty");
  if (holdsTwoRegions(value)) return refuse("region", "is more than one region; use one");
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(value)) {
    return refuse("region", "may contain only letters, digits, hyphens and underscores");
  }
  return ok(/^[A-Z]{2}-/.test(value) ? value.toLowerCase() : value);
};

const parseHttpUrl = (field: "endpoint" | "logUrl", text: string): Parsed<URL> => {
  const typed = cleanToken(cleanValue(text));
  if (typed === "") return refuse(field, "is empty");
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  if (url === null) return refuse(field, "must be a URL such as https://host or https://host:port");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse(field, "must start with https:// or http://");
  }
  if (hasUser(url)) {
    return refuse(field, "must not contain a user name or password");
  }
  if (url.search !== "" || url.hash !== "") return refuse(field, "must not contain ? or #");
  return ok(url);
};

const withoutSlash = (url: URL): string => url.href.replace(/\/+$/, "");

/** Address of an S3-compatible store, without a slash at its end; empty means AWS (null). https:// may be left out. */
export const parseEndpoint = (text: string): Parsed<string | null> => {
  if (nonEmpty(cleanToken(text)) === null) return ok(null);
  const url = parseHttpUrl("endpoint", text);
  return url.ok ? ok(withoutSlash(url.value)) : url;
};

/** Address of the log server, without a slash at its end; https:// may be left out. */
export const parseLogUrl = (text: string): Parsed => {
  const url = parseHttpUrl("logUrl", text);
  return url.ok ? ok(withoutSlash(url.value)) : url;
};

/** Spaces are removed. The problem never repeats what was typed. */
export const parseLogToken = (text: string): Parsed => {
  const value = cleanToken(text);
  const problem = sizeProblem(value, 512);
  if (problem !== null) return refuse("logToken", problem);
  return /^[!-~]+$/.test(value)
    ? ok(value)
    : refuse("logToken", "contains characters that are not allowed");
};

const parseBucketArn = (value: string): Parsed => {
  const found = readAccessPoint(value);
  return found !== null && found.rest === ""
    ? ok(toArn(found.point))
    : refuse("bucket", "is an ARN; of those only access points in one region can be used");
};

/** S3's rules: docs "Bucket naming rules"; capitals and underscores of older buckets and other stores are let through. */
export const parseBucket = (text: string): Parsed => {
  const value = cleanToken(text)
    .replace(/^s3:\/\//i, "")
    .replace(/\/+$/, "");
  if (value === "") return refuse("bucket", "is empty");
  if (/^arn:/i.test(value)) return parseBucketArn(value);
  if (value.includes("/"))
    return refuse("bucket", "must not contain /; the folder belongs in --prefix");
  const problem = bucketNameProblem(value);
  return problem === null ? ok(value) : refuse("bucket", problem);
};

/** What is wrong with a bucket at this endpoint; null when nothing is. `region`: where it is known. */
export const bucketProblem = (
  bucket: string,
  endpoint: string | null,
  region: string | null = null,
): AppErrorOf<"InvalidInput"> | null => {
  if (endpoint === null) {
    const problem = readAccessPoint(bucket) === null ? awsBucketNameProblem(bucket, region) : null;
    return problem === null ? null : invalid("bucket", problem);
  }
  if (readAccessPoint(bucket) !== null)
    return invalid("bucket", "is an access point of AWS, which another endpoint does not have");
  const [, first, ...behind] = new URL(endpoint).pathname.replace(/\/+$/, "").split("/");
  return first === bucket && behind.length > 0 && behind.at(-1) !== bucket
    ? invalid("endpoint", "has the bucket and a folder in it: these do not belong to it")
    : null;
};

/** Where a person has copied the bucket along with the endpoint, the endpoint without it; null where it is not in there. */
export const withoutBucket = (endpoint: string, bucket: string): string | null => {
  const rest = endpoint.replace(/\/+$/, "");
  return rest.endsWith(`/${bucket}`) ? rest.slice(0, -bucket.length - 1) : null;
};

/** The longest prefix that leaves room for a name of 124 bytes below S3's 1,024. */
const maxPrefixBytes = 900;

/** What is wrong with a path of folders below a bucket; null when nothing is. */
const folderProblem = (value: string): string | null => {
  if (!value.isWellFormed()) return "contains invalid characters (not Unicode)";
  if (value.includes("//")) return "must not contain //";
  return value.split("/").some((part) => part === "." || part === "..")
    ? "must not contain . or .. as a folder name"
    : null;
};

/** A name below the prefix, folders included: no slash before it, NFC. */
export const parseKey = (text: string): Parsed => {
  const value = text.normalize("NFC").replace(/^\/+/, "");
  if (value === "") return refuse("key", "is empty");
  const problem = folderProblem(value);
  if (problem !== null) return refuse("key", problem);
  if (utf8Bytes(value) > maxKeyBytes) return refuse("key", "is longer than 1,024 bytes");
  return value.endsWith("/") ? refuse("key", "must not end with a slash") : ok(value);
};

/** A folder in the bucket: no slash before it, one after it, NFC; empty means the bucket itself. */
export const parsePrefix = (text: string): Parsed => {
  const value = cleanLine(text).replace(/^\/+/, "").replace(/\/+$/, "").normalize("NFC");
  const problem = folderProblem(value);
  if (problem !== null) return refuse("prefix", problem);
  if (utf8Bytes(value) > maxPrefixBytes)
    return refuse("prefix", `is longer than ${maxPrefixBytes} bytes`);
  return ok(value === "" ? "" : `${value}/`);
};

/** `BUCKET`, `BUCKET/PREFIX` or `s3://BUCKET/PREFIX`. */
export const parseDestination = (text: string): Parsed<Destination> => {
  const typed = cleanLine(text).replace(/^s3:\/\//i, "");
  const accessPoint = readAccessPoint(typed);
  const slash = accessPoint === null ? typed.indexOf("/") : typed.length - accessPoint.rest.length;
  const bucket = parseBucket(slash === -1 ? typed : typed.slice(0, slash));
  if (!bucket.ok) return bucket;
  const prefix = parsePrefix(slash === -1 ? "" : typed.slice(slash));
  return prefix.ok ? ok({ bucket: bucket.value, prefix: prefix.value }) : prefix;
};

/** A name for a connection out of what somebody calls themselves; null where nothing of it can stand in one. */
export const toConnectionName = (text: string): string | null => {
  const words = text.normalize("NFC").replaceAll(/[^\p{L}\p{M}\p{N} ._@-]+/gu, " ");
  const name = parseConnectionName(words.replaceAll(/\s+/g, " ").trim().slice(0, 64));
  return name.ok ? name.value : null;
};

/** What a person calls a connection; up to 64 letters, digits, spaces and `. _ - @`. */
export const parseConnectionName = (text: string): Parsed => {
  const value = cleanLine(text).normalize("NFC");
  const problem = sizeProblem(value, 64);
  if (problem !== null) return refuse("connectionName", problem);
  return /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ._@-]*$/u.test(value)
    ? ok(value)
    : refuse("connectionName", "may contain only letters, digits, spaces and . _ - @");
};
