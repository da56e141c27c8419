import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLineReader, toLine } from "../../../../src/services/adapters/daemon/line-frames.ts";

const readAll = (chunks: readonly Uint8Array[], maxBytes = 1_000_000) => {
  const lines: string[] = [];
  const reader = createLineReader(maxBytes, (line) => lines.push(line));
  const results = chunks.map((chunk) => reader.push(chunk));
  return { lines, isWhole: results.every(Boolean) };
};

describe("createLineReader", () => {
  it("gives back every message, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        (messages, sizes) => {
          const bytes = Buffer.from(messages.map(toLine).join(""));
          const chunks: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          const { lines, isWhole } = readAll(chunks);
          expect(isWhole).toBe(true);
          expect(lines).toEqual(messages.map((message) => JSON.stringify(message)));
        },
      ),
    );
  });

  it("takes a line of exactly the limit, and refuses one byte more", () => {
    expect(readAll([Buffer.from("12345\n")], 5)).toEqual({ lines: ["12345"], isWhole: true });
    expect(readAll([Buffer.from("123456\n")], 5)).toEqual({ lines: [], isWhole: false });
  });

  it("refuses an endless line before its end, and reads nothing after it", () => {
    const chunks = [Buffer.from("1\n123"), Buffer.from("456"), Buffer.from("\n2\n")];
    expect(readAll(chunks, 5)).toEqual({ lines: ["1"], isWhole: false });
  });
});
