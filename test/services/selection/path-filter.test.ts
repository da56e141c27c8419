import { describe, expect, it } from "vitest";
import { createPathFilter } from "../../../src/services/selection/path-filter.ts";

const look = (include: readonly string[], exclude: readonly string[], ...paths: string[]) => {
  const filter = createPathFilter({ include, exclude });
  const wanted = paths.filter((each) =>
    each.endsWith("/") ? filter.wantsFolder(each.slice(0, -1)) : filter.wantsFile(each),
  );
  return { wanted, unmatched: filter.unmatched() };
};

describe("a filter of paths", () => {
  it("names each pattern that nothing matched, and no other", () => {
    const { wanted, unmatched } = look(
      ["*.csv", "*.cvs", "a*"],
      ["tmp/", "/temp", "b*"],
      "tmp/",
      "a.csv",
      "b.csv",
    );
    expect(wanted).toEqual(["a.csv"]);
    expect(unmatched).toEqual([
      { option: "include", pattern: "*.cvs" },
      { option: "exclude", pattern: "/temp" },
    ]);
  });

  it("counts a pattern whose files another one leaves out as one that matched", () => {
    const { wanted, unmatched } = look(["*.tmp", "a.*"], ["*.tmp"], "a.tmp");
    expect({ wanted, unmatched }).toEqual({ wanted: [], unmatched: [] });
  });

  it("counts a pattern of a folder that holds what is wanted", () => {
    expect(look(["2026/"], [], "2026/", "2026/nov/a.csv").unmatched).toEqual([]);
  });

  it("names a pattern that is given twice once", () => {
    expect(look(["x", "x"], [], "a").unmatched).toEqual([{ option: "include", pattern: "x" }]);
  });
});
