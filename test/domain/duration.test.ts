import { describe, expect, it } from "vitest";
import { readDuration } from "../../src/domain/duration.ts";

describe("a time that was typed", () => {
  it.each([
    ["60s", 60_000],
    ["1m", 60_000],
    ["10 min", 600_000],
    ["1h30m", 5_400_000],
    ["1,5h", 5_400_000],
    ["2D", 172_800_000],
    ["250ms", 250],
    ["0s", 0],
  ])("%j is %d ms", (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each(["", "60", "s", "-1s", "1 fortnight", "1h x", "1h,2m"])("%j is none", (text) => {
    expect(readDuration(text)).toBeNull();
  });
});
