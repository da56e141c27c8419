import { describe, expect, it } from "vitest";
import { readNumbers } from "../../../src/tui/plain-text/number-list.ts";

describe("numbers of a list of nine", () => {
  it.each([
    ["3", [3]],
    ["1-5", [1, 2, 3, 4, 5]],
    ["1,3", [1, 3]],
    ["1, 3 ; 5", [1, 3, 5]],
    ["7 2-4", [2, 3, 4, 7]],
    ["8-", [8, 9]],
    ["2,2-3", [2, 3]],
    ["All", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])("%j is %j", (text, numbers) => {
    expect(readNumbers(text, 9)).toEqual(numbers);
  });

  it.each(["", "0", "10", "5-3", "8-12", "one", "1,,x", "-3", "1.5", "<"])("%j is none", (text) => {
    expect(readNumbers(text, 9)).toBeNull();
  });
});
