import { nonEmpty } from "./non-empty.ts";
import { cleanLine, cleanToken } from "./connection.ts";
import { isRecord, parseJson } from "./json.ts";
import { toPastedField, type PastedField, type PastedKeys } from "./key-field-names.ts";

type Found = { -readonly [F in PastedField]?: string };

const withoutQuotes = (text: string): string =>
  text
    .trim()
    .replace(/[,;\\]+$/, "")
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2");

const unquote = (text: string): string => cleanToken(withoutQuotes(text));

/** Names of folders and people have spaces in them; keys, tokens and addresses never. */
const withSpaces: ReadonlySet<PastedField> = new Set(["bucket", "label"]);

const isKeys = ({ accessKeyId, secretAccessKey, sessionToken }: PastedKeys): boolean =>
  accessKeyId !== undefined || secretAccessKey !== undefined || sessionToken !== undefined;

const take = (found: Found, name: string, value: string): void => {
  const field = toPastedField(name);
  if (field === undefined) return;
  const plain = withoutQuotes(value);
  const cleaned = nonEmpty(withSpaces.has(field) ? cleanLine(plain) : cleanToken(plain));
  if (cleaned !== null) found[field] ??= cleaned;
};

/** Names at any depth: the AWS CLI puts keys under "Credentials" or "AccessKey". */
const takeFromJson = (found: Found, value: unknown): void => {
  // Of a list of keys the first, whole or not: the others belong to somebody else.
  if (Array.isArray(value)) for (const each of value) if (!isKeys(found)) takeFromJson(found, each);
  if (!isRecord(value)) return;
  for (const [name, each] of Object.entries(value)) {
    if (typeof each === "string") take(found, name, each);
    else takeFromJson(found, each);
  }
};

const fromJson = (text: string): PastedKeys => {
  const found: Found = {};
  if (/^\s*[[{]/.test(text)) takeFromJson(found, parseJson(text.trim()));
  return found;
};

// What stands before a name in the shells: sh, csh, fish, cmd, PowerShell, a Dockerfile; `aws configure set NAME VALUE`.
const before =
  "(?:export|setenv|setx(?:\\s+/m)?|env|declare\\s+-x|set(?:\\s+-\\w+)*|\\$env:|aws\\s+configure\\s+set)";
// `export A=b`, `A = b`, `$Env:A="b"`, `"A": "b"`, `Access key ID: b`; behind `>` in an answer to a mail.
const assignment = new RegExp(
  `^[\\s{(>]*(?:${before}\\s*)?["']?([A-Za-z][A-Za-z0-9_ -]*?)["']?\\s*[=:]\\s*(.+?)\\s*$`,
  "i",
);
// `set -gx A b`, `setenv A b`: without a sign between name and value.
const command = new RegExp(`^\\s*${before}\\s+([A-Za-z][A-Za-z0-9_]*)\\s+(.+?)\\s*$`, "i");

// A paste whose newlines became spaces, or a line of the shell, still has one assignment after the other.
const nextAssignment =
  /[\s;&]+(?=(?:export\s+|set\s+(?:-\w+\s+)*|\$env:)?(?:AWS|S3_SFTP)_[A-Z0-9_]+\s*=|(?:set\s+(?:-\w+\s+)*|setenv\s+)(?:AWS|S3_SFTP)_[A-Z0-9_]+\s+\S)/i;

/** A value without quotes ends at a space: what follows is a command, or a comment. */
const firstWord = (value: string): string =>
  /^["']/.test(value) ? value : (value.split(/\s/)[0] ?? value);

/**
 * Where a name comes again with another value, once there are keys, another block begins. What the first one lacks is
 * not taken from it: the log server of one recipient would hear of files for the other.
 */
const fromAssignments = (lines: readonly string[]): PastedKeys => {
  const found: Found = {};
  const given = new Map<string, string>();
  for (const piece of lines.flatMap((line) => line.split(nextAssignment))) {
    const [, name = "", value = ""] = assignment.exec(piece) ?? command.exec(piece) ?? [];
    const field = toPastedField(name);
    if (field === undefined) continue;
    const before = given.get(name);
    if (before !== undefined && before !== value && isKeys(found)) break;
    given.set(name, value);
    take(found, name, field === "label" ? value : firstWord(value));
  }
  return found;
};

const cells = (line: string): readonly string[] =>
  line.split(/[,;\t]/).map((cell) => unquote(cell));
const words = (line: string): readonly string[] => line.split(/[\s,;|]+/).map(unquote);

const accessKeyPattern = /^(?:AKIA|ASIA)[A-Z0-9]{12,124}$/;
const secretPattern = /^[A-Za-z0-9/+=]{40}$/;
// Session tokens of AWS have some hundred characters and no form that is promised.
const tokenPattern = /^[A-Za-z0-9/+=_-]{100,}$/;

const fromHeadedRows = (lines: readonly string[]): PastedKeys => {
  const at = lines.findIndex((line) => line.split(/[,;\t]/).filter(toPastedField).length > 1);
  const fields = (lines[at] ?? "").split(/[,;\t]/);
  const values = at === -1 ? [] : cells(lines[at + 1] ?? "");
  const found: Found = {};
  fields.forEach((field, index) => take(found, field, values[index] ?? ""));
  return found;
};

/** Values without their names, in a row or one a line: by their shape they tell which is which. */
const fromBareValues = (values: readonly string[]): PastedKeys => {
  const accessKeyId = values.find((value) => accessKeyPattern.test(value));
  const secretAccessKey = values.find(
    (value) => value !== accessKeyId && secretPattern.test(value),
  );
  if (accessKeyId === undefined || secretAccessKey === undefined) return {};
  const sessionToken = values.find((value) => tokenPattern.test(value));
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
};

/** Mail programs make typographic quotes of plain ones. */
const straightQuotes = (text: string): string =>
  text.replace(/[\u201C-\u201F]/gu, '"').replace(/[\u2018-\u201B]/gu, "'");

/** Tabs, which are control characters, are kept: they separate the cells of a table. */
const cleanRow = (line: string): string => line.split("\t").map(cleanLine).join("\t");

/** A line of a terminal that broke within quotes goes on in the next one. */
const toLines = (text: string): readonly string[] => {
  const lines = straightQuotes(text)
    .split(/\r\n|\r|\n/)
    .map(cleanRow);
  return lines
    .reduce<readonly string[]>((joined, line) => {
      const last = joined.at(-1);
      const isOpen = last !== undefined && /^[^=:]*[=:]\s*(["'])(?:(?!\1).)*$/.test(last);
      return isOpen ? [...joined.slice(0, -1), last + line] : [...joined, line];
    }, [])
    .filter((line) => nonEmpty(line) !== null);
};

// What of a block says nothing by itself counts only under a name of AWS's or our own: `region = x` may be anything.
const ownLine = /(?:^|[\s;&:])(?:AWS|S3_SFTP)_[A-Z0-9_]+["']?\s*[=:\s]/i;

/**
 * What one paste holds of keys and what goes with them: a CSV of the AWS console with or without its header, an
 * `AWS_…=` block of any shell, the block of an invite, lines of a credentials file, JSON of `aws sts assume-role`, key and secret below each
 * other. Null when it is none of these, so that the paste is an ordinary value.
 */
export const parsePastedKeys = (text: string): PastedKeys | null => {
  const lines = toLines(text);
  const ways = [
    fromJson(cleanJson(text)),
    fromAssignments(lines),
    fromHeadedRows(lines),
    ...lines.map((line) => fromBareValues(words(line))),
    fromBareValues(lines.map(unquote)),
  ];
  const keys = ways.find(isKeys);
  if (keys) return keys;
  const rest = ways.find((way) => Object.keys(way).length > 0);
  return rest !== undefined && lines.some((line) => ownLine.test(line)) ? rest : null;
};

/** Without the marks of a bracketed paste, which are no JSON. */
const cleanJson = (text: string): string =>
  straightQuotes(text)
    .split(/\r\n|\r|\n/)
    .map(cleanLine)
    .join("\n");

/** True for a paste that is more than one value. */
export const isKeyBlock = (text: string): boolean => parsePastedKeys(text) !== null;

/** True where a word of it looks as secret keys do: long, with letters of both cases. No bucket is called so. */
export const isSecretShaped = (text: string): boolean =>
  text
    .split(/[^A-Za-z0-9/+=_-]/)
    .some((word) => word.length >= 30 && /[a-z]/.test(word) && /[A-Z]/.test(word));

/** True for what may hold a secret, or a part of one, under its name: it is not shown before it is known what it is. */
export const mayHoldSecret = (text: string): boolean =>
  /[=:,;{"'\t]/.test(text) || isSecretShaped(text);
