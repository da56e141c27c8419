import { describe, expect, it } from "vitest";
import { regionPlace, regions } from "../../../../src/domain/aws-regions.ts";
import { regionChoices } from "../../../../src/tui/screens/setup/regions.ts";

const ids = (typed: string, suggested: string | null = null) =>
  regionChoices(typed, suggested).map((choice) =>
    choice.type === "region"
      ? choice.region.id
      : choice.type === "typed"
        ? `?${choice.id}`
        : choice.type === "find"
          ? "find"
          : "other",
  );

describe("regionChoices", () => {
  it("offers to find it out, then another store, then all regions while nothing is typed", () => {
    expect(ids("").slice(0, 2)).toEqual(["find", "other"]);
    expect(ids("")).toHaveLength(regions.length + 2);
  });

  it.each([
    ["dublin", "eu-west-1"],
    ["DUBLIN ireland", "eu-west-1"],
    ["sao paulo", "sa-east-1"],
    ["eu-north", "eu-north-1"],
    ["tokyo", "ap-northeast-1"],
  ])("finds %s by city, country or name", (typed, id) => {
    expect(ids(typed)[0]).toBe(id);
  });

  it("puts what the store said first", () => {
    expect(ids("", "eu-central-1").slice(0, 2)).toEqual(["eu-central-1", "other"]);
    expect(ids("", "eu-central-1")).toHaveLength(regions.length + 1);
  });

  it.each(["oth", "Other", "minio"])("takes %s for another store first", (typed) => {
    expect(ids(typed)).toEqual(["other", `?${typed.toLowerCase()}`]);
  });

  it("offers a name that it does not know as it was typed", () => {
    expect(ids("xx-moon-1")).toEqual(["?xx-moon-1", "other"]);
    expect(ids("", "xx-moon-1")[0]).toBe("?xx-moon-1");
  });

  it("offers no typed region that could be none", () => {
    expect(ids("no such city!")).toEqual(["other"]);
  });

  it("offers two regions as they were pasted, so that the next step says what is wrong", () => {
    expect(ids("eu-central-1 us-east-1")).toEqual(["?eu-central-1 us-east-1", "other"]);
  });

  it("does not offer a known region twice", () => {
    expect(ids("eu-west-1")).toEqual(["eu-west-1", "other"]);
  });
});

describe("regionPlace", () => {
  it("knows cities, and what it does not know", () => {
    expect(regionPlace("eu-central-1")).toBe("Frankfurt, Germany");
    expect(regionPlace("xx-moon-1")).toBeNull();
  });
});
