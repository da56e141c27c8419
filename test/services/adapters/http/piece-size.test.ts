import { expect, test } from "vitest";
import {
  firstChunkBytes,
  nextChunkBytes,
} from "../../../../src/services/adapters/http/chunk-size.ts";

test("a line that took its piece at once is given a larger one, which costs less work", () => {
  expect(nextChunkBytes(1, 1)).toBe(1024 * 1024);
  expect(nextChunkBytes(1, 3)).toBe(1024 * 1024);
});

test("a line that takes its time is given small pieces, so that its progress is seen", () => {
  expect(nextChunkBytes(100, 8)).toBe(256 * 1024);
});

test("many connections over TLS have small pieces, since each keeps room for two", () => {
  for (const count of [4, 16, 64])
    expect(nextChunkBytes(1, count) * count * 2).toBe(6 * 1024 * 1024);
  expect(nextChunkBytes(1, 1_000)).toBe(32 * 1024 - 1);
  expect(nextChunkBytes(1_600, 1_000)).toBe(16 * 1024);
});

test("a slow line is seen to move within two seconds", () => {
  const slowBytesPerSecond = 20 * 1024;
  expect(firstChunkBytes / slowBytesPerSecond).toBeLessThanOrEqual(2);
  expect(nextChunkBytes(1_600, 8) / slowBytesPerSecond).toBeLessThanOrEqual(2);
});
