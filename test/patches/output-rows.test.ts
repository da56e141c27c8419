import { createRequire } from "node:module";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toLineCells } from "../../src/tui/terminal/frames/line-cells.ts";
import Mended from "../../node_modules/ink/build/output.js";

type Clip = Readonly<Record<"x1" | "x2" | "y1" | "y2", number | undefined>>;

interface Frame {
  readonly write: (
    x: number,
    y: number,
    text: string,
    options: { readonly transformers: ((line: string) => string)[] },
  ) => void;
  readonly clip: (clip: Clip) => void;
  readonly unclip: () => void;
  readonly get: () => { readonly output: string };
}

type OutputClass = new (size: { readonly width: number; readonly height: number }) => Frame;

// As it comes from the registry.
const require = createRequire(import.meta.url);
const {
  default: Original,
}: { default: OutputClass } = require("../../node_modules/ink/build/output.js");

const escape = "\u001B";
const columns = 24;
const rows = 5;

const piece = fc.constantFrom(
  "a",
  "name.csv",
  "   ",
  "│ ● …",
  "日本",
  "👩‍👩‍👧",
  "e\u0301",
  "two\nlines",
  `${escape}[1mbold${escape}[22m`,
  `${escape}[1m${escape}[36mboth${escape}[39m${escape}[22m`,
  `${escape}[48;5;235m bar ${escape}[49m`,
  `${escape}[38;2;1;2;3mrgb${escape}[39m`,
  `${escape}[31mopen`,
  `${escape}[39mclosed`,
  `${escape}[1;31mjoined${escape}[0m`,
);
const transform = fc.constantFrom(
  (line: string) => line,
  (line: string) => `${escape}[2m${line}${escape}[22m`,
  (line: string) => `-${line}`,
);
const edge = fc.option(fc.integer({ min: 0, max: columns }), { nil: undefined });
const write = fc.record({
  x: fc.integer({ min: -2, max: columns }),
  y: fc.integer({ min: -1, max: rows }),
  text: fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join("")),
  transformers: fc.array(transform, { maxLength: 2 }),
  clip: fc.option(fc.record({ x1: edge, x2: edge, y1: edge, y2: edge }), { nil: null }),
});
type Write = typeof write extends fc.Arbitrary<infer Value> ? Value : never;

const draw = (Output: OutputClass, writes: readonly Write[]) => {
  const frame = new Output({ width: columns, height: rows });
  for (const { x, y, text, transformers, clip } of writes) {
    if (clip !== null) frame.clip(clip);
    frame.write(x, y, text, { transformers });
    if (clip !== null) frame.unclip();
  }
  return frame
    .get()
    .output.split("\n")
    .map((line) => toLineCells(line, columns).cells);
};

describe("the rows of the mended Ink", () => {
  it("look as those of the original, frame after frame", () => {
    fc.assert(
      fc.property(fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 3 }), (frames) => {
        for (const writes of frames) expect(draw(Mended, writes)).toEqual(draw(Original, writes));
      }),
      { numRuns: 300 },
    );
  });
});
