import { expect, test } from "vitest";
import {
  firstChunkBytes,
  nextChunkBytes,
} from "../../../../src/services/adapters/http/chunk-size.ts";

test("a line that took its piece at once is given a larger one, which costs less work", () => {
  expect(nextChunkBytes(1)).toBe(1024 * 1024);
});

test("a line that takes its time is given small pieces, so that its progress is seen", () => {
  expect(nextChunkBytes(100)).toBe(256 * 1024);
  expect(nextChunkBytes(100)).toBe(firstChunkBytes);
});
