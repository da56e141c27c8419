import { nonEmpty } from "./non-empty.ts";
import { cleanLine, cleanToken } from "./connection.ts";

/** What was found in a pasted block; each value is cleaned but not checked yet. */
export interface PastedKeys {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

type Field = keyof PastedKeys;

// Names as environment, credentials file, JSON of `aws iam create-access-key` and CSV header write them,
// without case, spaces and underscores.
const fieldNames: Readonly<Record<string, Field>> = {
  awsaccesskeyid: "accessKeyId",
  accesskeyid: "accessKeyId",
  accesskey: "accessKeyId",
  awssecretaccesskey: "secretAccessKey",
  secretaccesskey: "secretAccessKey",
  secretkey: "secretAccessKey",
  awsregion: "region",
  awsdefaultregion: "region",
  region: "region",
  awsendpointurl: "endpoint",
  awsendpointurls3: "endpoint",
  endpointurl: "endpoint",
};

const toField = (name: string): Field | undefined =>
  fieldNames[name.toLowerCase().replace(/[\s_"']/g, "")];

const unquote = (text: string): string =>
  cleanToken(
    text
      .trim()
      .replace(/[,;]$/, "")
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2"),
  );

// `export A=b`, `A = b`, `set A=b`, `$Env:A="b"`, `"A": "b"`.
const assignment = /^\s*(?:export\s+|set\s+|\$env:)?["']?([A-Za-z_]+)["']?\s*[=:]\s*(.+?)\s*$/i;

const fromAssignments = (lines: readonly string[]): PastedKeys => {
  const found: { -readonly [F in Field]?: string } = {};
  for (const line of lines) {
    // A paste whose newlines became spaces still has one assignment after the other.
    for (const piece of line.split(/\s+(?=(?:export\s+|set\s+)?AWS_[A-Z_]+\s*=)/)) {
      const [, name = "", value = ""] = assignment.exec(piece) ?? [];
      const field = toField(name);
      const cleaned = nonEmpty(unquote(value));
      if (field && cleaned !== null) found[field] ??= cleaned;
    }
  }
  return found;
};

const cells = (line: string): readonly string[] =>
  line.split(/[,;\t]/).map((cell) => unquote(cell));

const accessKeyPattern = /^(?:AKIA|ASIA)[A-Z0-9]{12,124}$/;
const secretPattern = /^[A-Za-z0-9/+=]{40}$/;

const fromHeadedRows = (lines: readonly string[]): PastedKeys => {
  const [header = "", row = ""] = lines;
  const fields = header.split(/[,;\t]/).map(toField);
  const values = cells(row);
  const found: { -readonly [F in Field]?: string } = {};
  fields.forEach((field, index) => {
    const value = nonEmpty(values[index]);
    if (field && value !== null) found[field] = value;
  });
  return found;
};

/** A row without its header: the cells tell by their shape which is which. */
const fromBareRow = (line: string): PastedKeys => {
  const row = cells(line);
  const accessKeyId = row.find((cell) => accessKeyPattern.test(cell));
  const secretAccessKey = row.find((cell) => cell !== accessKeyId && secretPattern.test(cell));
  return accessKeyId !== undefined && secretAccessKey !== undefined
    ? { accessKeyId, secretAccessKey }
    : {};
};

/**
 * Access key and secret from one paste: a CSV of the AWS console with or without its header, an `AWS_…=` block,
 * lines of a credentials file, or JSON. Null when it is neither, so that the paste is an ordinary value.
 */
export const parsePastedKeys = (text: string): PastedKeys | null => {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map(cleanLine)
    .filter((line) => nonEmpty(line) !== null);
  const ways = [fromAssignments(lines), fromHeadedRows(lines), ...lines.map(fromBareRow)];
  return (
    ways.find(
      ({ accessKeyId, secretAccessKey }) =>
        accessKeyId !== undefined || secretAccessKey !== undefined,
    ) ?? null
  );
};
