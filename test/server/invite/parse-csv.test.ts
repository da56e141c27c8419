import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/server/invite/parse-csv.ts";
import { inviteWords } from "../../../src/server/words/invite-words.ts";

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const cellsOf = (text: string) => {
  const records = parseCsv(text);
  return records.ok ? records.value.map(({ cells }) => cells) : records.error;
};

describe("a CSV file", () => {
  it.each<[string, string, unknown]>([
    [
      "LF at its ends",
      "a,b\nc,d\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "CRLF, and none behind the last",
      "a,b\r\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["quotes around a comma", 'a,"b,c"', [["a", "b,c"]]],
    ["a quote in quotes", '"say ""yes"""', [['say "yes"']]],
    ["a line end in quotes", '"a\r\nb",c', [["a\r\nb", "c"]]],
    ["a byte order mark", "\uFEFFname\nlab", [["name"], ["lab"]]],
    ["empty cells", "a,,\n", [["a", "", ""]]],
    ["lines of nothing", "a\n\n,,\n\nb\n", [["a"], ["b"]]],
    [
      "semicolons, as spreadsheets of half of Europe write them",
      'a;b\n"c;d";e,f\n',
      [
        ["a", "b"],
        ["c;d", "e,f"],
      ],
    ],
    ["a semicolon in a value, where commas stand between them", "a,b;c\n", [["a", "b;c"]]],
    ["nothing", "", []],
  ])("is read with %s", (_, text, records) => expect(cellsOf(text)).toEqual(records));

  it("knows on which line of the file a record begins", () => {
    const records = parseCsv('a\n"b\nb"\n\nc\n');
    expect(records.ok && records.value.map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it.each([
    ["an open quote", 'a\n"b\nc', inviteWords.openQuote(2)],
    ["a quote within a value", 'a\nb"c"\n', inviteWords.strayQuote(2)],
    ["text behind a quote", '"a"b\n', inviteWords.behindQuote(1)],
  ])("is refused with %s, by its line", (_, text, words) => expect(cellsOf(text)).toBe(words));

  it("gives back whatever was written by the rules", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "ü") });
    const row = fc.array(cell, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const kept = rows.filter((cells) => cells.some((each) => each !== ""));
        const text = rows.map((cells) => cells.map(quoted).join(",")).join("\r\n");
        expect(cellsOf(text)).toEqual(kept);
      }),
    );
  });
});
