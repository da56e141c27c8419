import { fail, ok, type Result } from "../../domain/result.ts";
import { inviteWords } from "../words/invite-words.ts";

/** One record of a CSV file, and the line of the file where it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

interface Reading {
  readonly separator: string;
  readonly records: CsvRecord[];
  cells: string[];
  cell: string;
  /** Where the record began. */
  from: number;
  line: number;
}

const endCell = (reading: Reading): void => {
  reading.cells.push(reading.cell);
  reading.cell = "";
};

const endRecord = (reading: Reading): void => {
  endCell(reading);
  const { cells, from } = reading;
  // Nothing on a line is no record: spreadsheets leave such lines at the end.
  if (cells.some((cell) => cell !== "")) reading.records.push({ line: from, cells });
  reading.cells = [];
  reading.from = reading.line;
};

/** Reads a quoted cell whose first quote is at `at`; gives the place behind its last one. */
const readQuoted = (text: string, at: number, reading: Reading): Result<number, string> => {
  for (let place = at + 1; place < text.length; place += 1) {
    const sign = text[place];
    if (sign === "\n") reading.line += 1;
    if (sign !== '"') reading.cell += sign;
    else if (text[place + 1] === '"') {
      reading.cell += '"';
      place += 1;
    } else {
      const next = text[place + 1];
      return next === undefined || next === reading.separator || next === "\n" || next === "\r"
        ? ok(place + 1)
        : fail(inviteWords.behindQuote(reading.line));
    }
  }
  return fail(inviteWords.openQuote(reading.from));
};

/** Spreadsheets write semicolons where a comma stands in numbers: the line of column names tells. */
const separatorOf = (text: string): string => {
  const [heading = ""] = text.split("\n", 1);
  return heading.includes(";") && !heading.includes(",") ? ";" : ",";
};

/**
 * The records of a CSV text: RFC 4180, with commas or semicolons, LF or CRLF, quotes, line ends within quotes, and a byte order mark as
 * spreadsheets write it. Lines without a value are left out. Fails with a sentence that names the line of a stray quote.
 */
export const parseCsv = (text: string): Result<readonly CsvRecord[], string> => {
  const whole = text.replace(/^\uFEFF/u, "");
  const separator = separatorOf(whole);
  const reading: Reading = { separator, records: [], cells: [], cell: "", from: 1, line: 1 };
  let at = 0;
  while (at < whole.length) {
    const sign = whole[at] ?? "";
    if (sign === '"') {
      if (reading.cell !== "") return fail(inviteWords.strayQuote(reading.line));
      const behind = readQuoted(whole, at, reading);
      if (!behind.ok) return behind;
      at = behind.value;
      continue;
    }
    if (sign === separator) endCell(reading);
    else if (sign === "\n") {
      reading.line += 1;
      endRecord(reading);
    } else if (sign !== "\r" || whole[at + 1] !== "\n") reading.cell += sign;
    at += 1;
  }
  if (reading.cells.length > 0 || reading.cell !== "") endRecord(reading);
  return ok(reading.records);
};
