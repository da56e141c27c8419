import { describe, expect, it } from "vitest";
import { nextOf } from "../../src/domain/next-of.ts";

describe("the next of a list", () => {
  const list = [null, 1, 7, 30] as const;

  it("goes through all of them and round, null among them", () => {
    expect(list.map((now) => nextOf<number | null>(list, now))).toEqual([1, 7, 30, null]);
    expect(list.map((now) => nextOf<number | null>(list, now, -1))).toEqual([30, null, 1, 7]);
  });

  it("is the same one where there is no other", () => {
    expect(nextOf(["a"], "a")).toBe("a");
    expect(nextOf(["a"], "a", -1)).toBe("a");
    expect(nextOf([], "a")).toBe("a");
  });
});
