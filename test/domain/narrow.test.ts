import { createRequire } from "node:module";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNarrow } from "../../src/domain/narrow.ts";

// As it comes from the registry: what the tests import is mended with the very class that is looked at here.
const require = createRequire(import.meta.url);
const { default: widthOf }: { default: (text: string) => number } = require("string-width");
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

const units = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code));
const narrow = units.filter(isNarrow);

describe("a narrow text", () => {
  it("has characters of one column each", () => {
    expect(narrow.length).toBeGreaterThan(1_000);
    expect(narrow.filter((unit) => widthOf(unit) !== 1)).toEqual([]);
  });

  it("is as wide as it is long, and joins none of its characters", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...narrow), { minLength: 1 }), (characters) => {
        const text = characters.join("");
        expect(isNarrow(text)).toBe(true);
        expect(widthOf(text)).toBe(text.length);
        expect(Array.from(segmenter.segment(text))).toHaveLength(text.length);
      }),
    );
  });

  it.each(["é", "│", "●".concat(" name"), "x".repeat(3_000_000)])(
    "may have letters of Europe, signs of ours, and any length (case %#)",
    (text) => {
      expect(isNarrow(text)).toBe(true);
    },
  );

  it.each([
    "\u001B[1m",
    "\t",
    "\u0301",
    "e\u0301",
    "日",
    "👍",
    "\u200B",
    "\u00AD",
    "1\uFE0F\u20E3",
  ])("has no escapes, no marks and nothing wide (case %#)", (text) => {
    expect(isNarrow(text)).toBe(false);
  });
});
