import type { Receipt } from "../domain/receipt.ts";
import { escapeUnseen } from "../domain/wire-json.ts";

/** Names of columns, and what stands in them. Programs read the names: old ones stay, new ones come behind. */
const columns: readonly (readonly [
  name: string,
  of: (receipt: Receipt) => string | number | null,
])[] = [
  ["delivered_at", ({ endedAtMs }) => new Date(endedAtMs).toISOString()],
  ["file", ({ path }) => path],
  ["bytes", ({ bytes }) => bytes],
  ["bucket", ({ bucket }) => bucket],
  ["key", ({ key }) => key],
  ["sha256", ({ sha256 }) => sha256],
  ["crc32", ({ crc32 }) => crc32],
  ["etag", ({ etag }) => etag],
  ["verified", ({ verified }) => verified],
  ["version_id", ({ versionId }) => versionId],
  ["request_id", ({ requestId }) => requestId],
  ["connection", ({ connection }) => connection],
  ["sender", ({ sender }) => sender],
  ["receipt_id", ({ id }) => id],
];

const escapeControl = (sign: string): string =>
  `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

// A spreadsheet takes these for the beginning of a formula, and runs it: https://owasp.org/www-community/attacks/CSV_Injection
const formulaStart = /^[=+@-]/u;

/** A field as RFC 4180 has it: between quotes where it needs them. What a terminal would obey is escaped as in JSON, and
 * what a spreadsheet would run is made text by an apostrophe before it. */
const toField = (value: string | number | null): string => {
  if (value === null) return "";
  const seen = escapeUnseen(String(value).replace(/\p{Cc}/gu, escapeControl));
  const text = typeof value === "string" && formulaStart.test(seen) ? `'${seen}` : seen;
  return /[",]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Receipts as a table for spreadsheets: a line of names, then a line each, without line ends. */
export const receiptsCsv = (receipts: readonly Receipt[]): readonly string[] => [
  columns.map(([name]) => name).join(","),
  ...receipts.map((receipt) => columns.map(([, of]) => toField(of(receipt))).join(",")),
];
