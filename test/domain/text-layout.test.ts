import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { helpColumns, twoColumns, wrapWords } from "../../src/domain/text-layout.ts";

const word = fc.stringMatching(/^[a-z.,-]{1,20}$/);
const words = fc.array(word, { minLength: 1, maxLength: 40 }).map((each) => each.join(" "));

describe("wrapped words", () => {
  it("keep every word in its order, and every line within the columns", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 80 }), (text, columns) => {
        const lines = wrapWords(text, columns);
        expect(lines.join(" ")).toBe(text);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it("break no word, however long it is, and keep line breaks", () => {
    expect(wrapWords(`a ${"x".repeat(30)} b\nc`, 10)).toEqual(["a", "x".repeat(30), "b", "c"]);
  });
});

describe("two columns", () => {
  it("have words that go on below themselves, and below a name that is too wide", () => {
    const wide = "--tls-cert FILE --tls-key FILE, and more";
    const long = "word ".repeat(20).trim();
    expect(
      twoColumns([
        ["--port", "p"],
        [wide, "w"],
        ["--host HOST", long],
      ]),
    ).toEqual([
      "  --port       p",
      `  ${wide}`,
      "               w",
      `  --host HOST  ${"word ".repeat(13).trim()}`,
      `               ${"word ".repeat(7).trim()}`,
    ]);
  });

  it("fit into a terminal of the usual width", () => {
    const row = fc.tuple(fc.stringMatching(/^[a-z-]{1,60}$/), words);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), (rows) => {
        for (const line of twoColumns(rows)) expect(line.length).toBeLessThanOrEqual(helpColumns);
      }),
    );
  });
});
