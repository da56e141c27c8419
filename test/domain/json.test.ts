import { describe, expect, it } from "vitest";
import { isCount, isRecord, parseJson } from "../../src/domain/json.ts";

describe("values from outside", () => {
  it("are records only with fields", () => {
    expect([{}, { a: 1 }, Object.create(null)].every(isRecord)).toBe(true);
    expect([null, undefined, [], ["a"], "text", 1].some(isRecord)).toBe(false);
  });

  it("are counts from 0 on, whole and exact", () => {
    expect([0, 7, Number.MAX_SAFE_INTEGER].every(isCount)).toBe(true);
    expect([-1, 0.5, Number.NaN, 2 ** 53, "1", null].some(isCount)).toBe(false);
  });

  it("are undefined when their text is no JSON", () => {
    expect(parseJson("{")).toBeUndefined();
    expect(parseJson("null")).toBeNull();
  });
});
