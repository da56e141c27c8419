import { describe, expect, it } from "vitest";
import { limitPresets, limitShare, nextPreset, parseRate } from "../../src/domain/rate.ts";
import { ok } from "../../src/domain/result.ts";

describe("a speed", () => {
  it.each([
    ["5MiB/s", 5_242_880],
    ["5 MiB/s", 5_242_880],
    ["500 kB/s", 500_000],
    ["2M", 2_097_152],
    ["1.5g", 1_610_612_736],
    ["1000000", 1_000_000],
    ["64kBps", 64_000],
    ["5 MB/s", 5_000_000],
    ["1,5 MiB/s", 1_572_864],
    ["16 KiB/s", 16_384],
  ])("%j is %i bytes a second", (text, rate) => {
    expect(parseRate(text)).toEqual(ok(rate));
  });

  it.each(["", "fast", "-5M", "5 parsecs", "1k", "0", "5MM", "1e6"])("%j is none", (text) => {
    expect(parseRate(text)).toMatchObject({ error: { code: "InvalidInput", field: "limit" } });
  });
});

describe("the speeds to choose from", () => {
  const [lowest = 0] = limitPresets;
  const highest = limitPresets.at(-1) ?? 0;

  it("lead from no limit down to the lowest, and back, one key each", () => {
    expect(nextPreset(null, "lower")).toBe(highest);
    expect(nextPreset(highest, "higher")).toBeNull();
    expect(nextPreset(null, "higher")).toBeNull();
    expect(nextPreset(lowest, "lower")).toBe(lowest);
    for (const [at, preset] of limitPresets.entries())
      expect(nextPreset(preset, "higher")).toBe(limitPresets[at + 1] ?? null);
  });

  it("are left for the next one from any speed between them", () => {
    expect(nextPreset(lowest + 1, "lower")).toBe(lowest);
    expect(nextPreset(highest - 1, "higher")).toBe(highest);
  });

  it("fill a bar step by step, and all of it without a limit", () => {
    const shares = [...limitPresets, null].map(limitShare);
    expect(shares).toEqual([...new Set(shares)].toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
