import { parseSecretAccessKey } from "../../domain/connection.ts";
import { nearestWords } from "../../domain/nearest-words.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { tokenNameProblem } from "../auth/token-name.ts";
import { didYouMean } from "../words/did-you-mean.ts";
import { inviteWords } from "../words/invite-words.ts";
import { parseInvite, type FieldNames, type Invite } from "./invite.ts";
import { parseCsv, type CsvRecord } from "./parse-csv.ts";

/** A sender of a file, checked. */
export interface Sender {
  readonly name: string;
  readonly invite: Invite;
  readonly secretAccessKey: string;
}

/** What every row gets beside its own values. */
export interface SenderDefaults {
  readonly logUrl: string;
  readonly label: string | null;
}

const required = ["name", "bucket", "region", "access-key-id", "secret-access-key"] as const;
const columns = [...required, "endpoint", "label"] as const;
type Column = (typeof columns)[number];

const fieldNames: FieldNames = {
  bucket: "bucket",
  region: "region",
  accessKeyId: "access-key-id",
  endpoint: "endpoint",
  logUrl: "--log-url",
  label: "label",
};

/** So many senders at once are more likely a file of something else. */
const maxRows = 10_000;

const isColumn = (name: string): name is Column => columns.some((column) => column === name);

/** "Access key ID" and "access_key_id" are "access-key-id". */
const toColumnName = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");

/** Which cell has which column. Fails with a sentence for each heading that is unknown, twice there, or missing. */
const readHeadings = (
  headings: readonly string[],
): Result<readonly Column[], readonly string[]> => {
  const names = headings.map(toColumnName);
  const unknown = names
    .filter((name) => !isColumn(name))
    .map((name) => `${inviteWords.unknownColumn(name)}${didYouMean(nearestWords(name, columns))}`);
  const twice = columns.filter((column) => names.filter((name) => name === column).length > 1);
  const missing = required.filter((column) => !names.includes(column));
  const problems = [
    ...unknown,
    ...twice.map(inviteWords.columnTwice),
    ...missing.map(inviteWords.columnMissing),
  ];
  return problems.length > 0 ? fail(problems) : ok(names.filter(isColumn));
};

const readRow = (
  { line, cells }: CsvRecord,
  headings: readonly Column[],
  defaults: SenderDefaults,
): Result<Sender, readonly string[]> => {
  const at = (column: Column): string => (cells[headings.indexOf(column)] ?? "").trim();
  const name = at("name");
  const inRow = (problem: string): string => inviteWords.badRow(line, name, problem);
  if (cells.length > headings.length)
    return fail([inRow(inviteWords.tooManyValues(cells.length, headings.length))]);
  const badName = tokenNameProblem(name);
  const invite = parseInvite(
    {
      bucket: at("bucket"),
      region: at("region"),
      accessKeyId: at("access-key-id"),
      endpoint: at("endpoint") || null,
      logUrl: defaults.logUrl,
      label: at("label") || defaults.label,
    },
    fieldNames,
  );
  const secret = parseSecretAccessKey(at("secret-access-key"));
  if (invite.ok && secret.ok && badName === null)
    return ok({ name, invite: invite.value, secretAccessKey: secret.value });
  const problems = [
    ...(badName === null ? [] : [badName]),
    ...(invite.ok ? [] : invite.error),
    ...(secret.ok ? [] : [inviteWords.badField("secret-access-key", secret.error.problem)]),
  ];
  return fail(problems.map(inRow));
};

/** Two that a file system without capitals would keep in one file are one. */
const toFileKey = (name: string): string => name.normalize("NFC").toLowerCase();

/**
 * The senders of a CSV file whose first row names its columns, in any order. Fails with a sentence for everything
 * that is wrong in it, each with its line; none of them holds a secret.
 */
export const readSenders = (
  text: string,
  defaults: SenderDefaults,
): Result<readonly Sender[], readonly string[]> => {
  const records = parseCsv(text);
  if (!records.ok) return fail([records.error]);
  const [first, ...rows] = records.value;
  if (first === undefined || rows.length === 0) return fail([inviteWords.noRows]);
  if (rows.length > maxRows) return fail([inviteWords.tooManyRows(maxRows)]);
  const headings = readHeadings(first.cells);
  if (!headings.ok) return headings;
  const senders: Sender[] = [];
  const problems: string[] = [];
  const lineByName = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row, headings.value, defaults);
    if (!read.ok) {
      problems.push(...read.error);
      continue;
    }
    const { name } = read.value;
    const earlier = lineByName.get(toFileKey(name));
    if (earlier === undefined) lineByName.set(toFileKey(name), row.line);
    else problems.push(inviteWords.badRow(row.line, name, inviteWords.nameTwice(earlier)));
    senders.push(read.value);
  }
  return problems.length > 0 ? fail(problems) : ok(senders);
};
