import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { textWindow } from "../../../../src/tui/widgets/text-field/text-window.ts";

const drawn = (text: string, cursor: number, columns: number) => {
  const graphemes = Array.from(text);
  const { before, at, after } = textWindow({ graphemes, cursor }, columns, stringWidth);
  return `${before}[${at}]${after}`;
};

describe("textWindow", () => {
  it.each([
    ["shows all of a short text", "abc", 3, 10, "abc[ ]"],
    ["shows the end while typing at the end", "abcdefgh", 8, 5, "efgh[ ]"],
    ["shows the start with the cursor there", "abcdefgh", 0, 5, "[a]bcde"],
    ["keeps the cursor in sight in the middle", "abcdefgh", 5, 4, "cde[f]"],
    ["counts wide characters as two columns", "文字化け", 4, 5, "化け[ ]"],
  ])("%s", (_, text, cursor, columns, expected) => {
    expect(drawn(text, cursor, columns)).toBe(expected);
  });
});
