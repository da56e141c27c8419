import { describe, expect, it } from "vitest";
import { parseRate } from "../../src/domain/rate.ts";
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
