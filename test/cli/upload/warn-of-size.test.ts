import { expect, it } from "vitest";
import { warnOfSize } from "../../../src/cli/upload/warn-of-size.ts";

const mebibyte = 1024 * 1024;
const pieces = async function* (count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield new Uint8Array(mebibyte);
};

/** After how many pieces of ten that fit which note was said, and how many came through. */
const readThrough = async (count: number) => {
  const notes: (readonly [number, string])[] = [];
  let through = 0;
  const source = warnOfSize(pieces(count), 10 * mebibyte, (line) => notes.push([through, line]));
  for await (const piece of source) through += piece.length / mebibyte;
  return { notes, through };
};

it("says nothing of standard input that fits easily", async () => {
  expect(await readThrough(9)).toEqual({ notes: [], through: 9 });
});

it("says once, before standard input is too long, how much of it there may be", async () => {
  const { notes, through } = await readThrough(12);
  expect(notes).toEqual([[9, "Warning: standard input is limited to 10.0 MiB (10,000 parts)."]]);
  expect(through).toBe(12);
});
