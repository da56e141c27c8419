import * as fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { wrapLines } from "../../../src/tui/widgets/wrap-lines.ts";

const lettersOf = (each: string) => each.replace(/ /g, "");

describe("wrapLines", () => {
  it.each([
    ["leaves a short text as it is", "one two", 10, ["one two"]],
    ["breaks between words", "one two three", 8, ["one two", "three"]],
    ["keeps the indent on each line", "  one two three", 9, ["  one two", "  three"]],
    ["breaks a word that is wider than a line", "abcdefgh", 3, ["abc", "def", "gh"]],
    ["counts wide characters as two columns", "納品書 二月", 6, ["納品書", "二月"]],
    ["keeps an empty text as one line", "", 10, [""]],
  ])("%s", (_, text, columns, lines) => {
    expect(wrapLines(text, columns, stringWidth)).toEqual(lines);
  });

  it("never makes a line that is too wide, and loses no word", () => {
    const text = fc
      .array(fc.string({ unit: "grapheme", maxLength: 20 }))
      .map((words) => words.join(" "));
    fc.assert(
      // One visible character of an old script or of music can be three columns wide.
      fc.property(text, fc.integer({ min: 8, max: 40 }), (given, columns) => {
        const lines = wrapLines(given.trim(), columns, stringWidth);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(lettersOf(lines.join(""))).toBe(lettersOf(given.trim()));
      }),
    );
  });
});
