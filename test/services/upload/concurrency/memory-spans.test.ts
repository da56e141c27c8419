import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createMemorySpans } from "../../../../src/services/upload/concurrency/memory-spans.ts";

const blockBytes = 1_000;

test("spans never overlap, lie within the block, and come back as one", () => {
  const step = fc.record({ sizeBytes: fc.integer({ min: 1, max: 400 }), back: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const spans = createMemorySpans(blockBytes);
      const out: { readonly offset: number; readonly sizeBytes: number }[] = [];
      const isTaken = new Set<number>();
      const giveBack = (index: number) => {
        const [span] = out.splice(index, 1);
        if (span === undefined) return;
        spans.giveBack(span.offset, span.sizeBytes);
        for (let at = 0; at < span.sizeBytes; at += 1) isTaken.delete(span.offset + at);
      };
      for (const { sizeBytes, back } of steps) {
        const offset = spans.take(sizeBytes);
        if (offset === null) {
          giveBack(back % out.length);
          continue;
        }
        expect(offset + sizeBytes).toBeLessThanOrEqual(blockBytes);
        for (let at = offset; at < offset + sizeBytes; at += 1) {
          expect(isTaken.has(at)).toBe(false);
          isTaken.add(at);
        }
        out.push({ offset, sizeBytes });
      }
      while (out.length > 0) giveBack(out.length >> 1);
      expect(spans.take(blockBytes)).toBe(0);
    }),
  );
});

test("the lowest room is taken first, and none that is too short", () => {
  const spans = createMemorySpans(blockBytes);
  expect(spans.take(100)).toBe(0);
  expect(spans.take(300)).toBe(100);
  expect(spans.take(100)).toBe(400);
  spans.giveBack(0, 100);
  expect(spans.take(200)).toBe(500);
  expect(spans.take(60)).toBe(0);
  expect(spans.take(301)).toBeNull();
});
