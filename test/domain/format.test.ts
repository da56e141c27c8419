import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatCountDown,
  formatDuration,
  formatPercent,
  formatRate,
  formatRoughDuration,
  formatWhen,
} from "../../src/domain/format.ts";

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1_258_291, "1.2 MiB"],
    [1024 * 1024 - 1, "1.0 MiB"],
    [18.4 * 1024 ** 3, "18.4 GiB"],
    [5 * 1024 ** 4, "5.0 TiB"],
    [2000 * 1024 ** 5, "2000.0 PiB"],
    [-5, "0 B"],
  ])("shows %d bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("never shows more than four digits before the point, below a PiB", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 - 1 }), (bytes) => {
        const value = Number.parseFloat(formatBytes(bytes));
        expect(value).toBeLessThanOrEqual(1023.9);
        expect(formatBytes(bytes)).toMatch(/^\d{1,4}(\.\d)? ([KMGTP]iB|B)$/);
      }),
    );
  });

  it("shows a rate by the second", () => {
    expect(formatRate(11.8 * 1024 ** 2)).toBe("11.8 MiB/s");
  });
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [70, "1 min 10 s"],
    [3600, "1 h"],
    [7500, "2 h 5 min"],
    [86_399, "1 d"],
    [3 * 86_400 + 4 * 3600, "3 d 4 h"],
  ])("shows %d seconds as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [60_000, "1:00"],
    [41_001, "0:42"],
    [42_000, "0:42"],
    [1, "0:01"],
    [0, "0:00"],
    [-5, "0:00"],
    [605_000, "10:05"],
  ])("counts %d ms down as %s", (ms, text) => {
    expect(formatCountDown(ms)).toBe(text);
  });

  it.each([
    [3, "less than 1 min"],
    [170, "about 3 min"],
    [7200, "about 2 h"],
    [4 * 86_400, "about 4 d"],
  ])("guesses %d seconds as %s", (seconds, text) => {
    expect(formatRoughDuration(seconds)).toBe(text);
  });
});

describe("percent", () => {
  it("says 100 only when all is done", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 45 }),
        fc.integer({ min: 0, max: 2 ** 45 }),
        (total, done) => {
          expect(formatPercent(done, total) === "100%").toBe(done >= total);
        },
      ),
    );
  });

  it("has an empty file complete", () => {
    expect(formatPercent(0, 0)).toBe("100%");
  });
});

describe("times", () => {
  const now = new Date(2026, 10, 24, 12, 0).getTime();

  it("shows the hour in this year, and the year otherwise, in the same width", () => {
    expect(formatWhen(new Date(2026, 10, 4, 9, 5).getTime(), now)).toBe(" 4 Nov 09:05");
    expect(formatWhen(new Date(2024, 0, 13, 9, 5).getTime(), now)).toBe("13 Jan  2024");
  });

  it("shows nothing for a time that is none", () => {
    expect(formatWhen(Number.NaN, now)).toBe("");
  });
});

describe("counts", () => {
  it("has a singular, a plural, and thousands apart", () => {
    expect(formatCount(1, "file")).toBe("1 file");
    expect(formatCount(0, "file")).toBe("0 files");
    expect(formatCount(100_000, "entry", "entries")).toBe("100,000 entries");
  });
});
