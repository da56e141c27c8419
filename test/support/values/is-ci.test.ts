import { describe, expect, it } from "vitest";
import { isCi } from "./is-ci.ts";

describe("CI", () => {
  it.each([
    [true, "true"],
    [true, "1"],
    [true, "GitHub"],
    [false, undefined],
    [false, ""],
    [false, "0"],
    [false, "false"],
  ])("is %s where the variable is %j", (expected, CI) => {
    expect(isCi({ CI })).toBe(expected);
  });
});
