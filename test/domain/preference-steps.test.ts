import { describe, expect, it } from "vitest";
import { stepLimit, stepPreference } from "../../src/domain/preference-steps.ts";
import { defaultPreferences } from "../../src/domain/settings.ts";

const mebi = 1024 ** 2;
const limits = [null, mebi, 2 * mebi, 5 * mebi, 10 * mebi, 50 * mebi];

/** What as many steps as there are limits come to, from none. */
const stepsFrom = (by: 1 | -1) => {
  const seen: (number | null)[] = [];
  for (let limit: number | null = null; seen.length < limits.length; seen.push(limit))
    limit = stepLimit(limit, by);
  return seen;
};

describe("the steps of the speed limit", () => {
  it("lead up through all of them, and behind the highest to none", () => {
    expect(stepsFrom(1)).toEqual([...limits.slice(1), null]);
  });

  it("lead down from none through all of them, and below the lowest to none", () => {
    expect(stepsFrom(-1)).toEqual(limits.toReversed());
  });

  it.each([
    [3 * mebi, 5 * mebi, 2 * mebi],
    [60 * mebi, null, 50 * mebi],
    [16 * 1024, mebi, null],
  ])("lead from a typed %d up to %d and down to %d", (typed, higher, lower) => {
    expect(stepLimit(typed, 1)).toBe(higher);
    expect(stepLimit(typed, -1)).toBe(lower);
  });
});

const sorts = (by: 1 | -1) =>
  (["name", "size", "modified"] as const).map(
    (sort) => stepPreference({ ...defaultPreferences, sort }, "sort", by).sort,
  );

describe("the steps of a preference", () => {
  it("lead through the orders of a folder and round, and to the other theme", () => {
    expect(sorts(1)).toEqual(["size", "modified", "name"]);
    expect(sorts(-1)).toEqual(["modified", "name", "size"]);
    const { theme = "dark" } = stepPreference(defaultPreferences, "theme", 1);
    expect(theme).not.toBe(defaultPreferences.theme);
    expect(stepPreference({ ...defaultPreferences, theme }, "theme", 1)).toEqual({
      theme: defaultPreferences.theme,
    });
  });
});
