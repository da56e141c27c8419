import { describe, expect, it } from "vitest";
import { nearestWords } from "../../src/domain/nearest-words.ts";

const options = ["tokens", "host", "port", "data", "bucket", "region", "log-url", "log-level"];

describe("the nearest words", () => {
  it.each<[string, readonly string[]]>([
    ["token", ["tokens"]],
    ["tokesn", ["tokens"]],
    ["hots", ["host"]],
    ["prot", ["port"]],
    ["buckte", ["bucket"]],
    ["REGION", ["region"]],
    ["log", ["log-url", "log-level"]],
    ["", []],
    ["x", []],
    ["everything", []],
  ])("of %j are %j", (typed, words) => expect(nearestWords(typed, options)).toEqual(words));

  it("are three at most, the nearest first", () => {
    expect(nearestWords("clinic", ["clinic-2", "clinics", "cynic", "clinik", "lab"])).toEqual([
      "clinic-2",
      "clinics",
      "clinik",
    ]);
  });
});
