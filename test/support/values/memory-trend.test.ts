import { expect, it } from "vitest";
import { memoryTrend } from "./memory-trend.ts";

const samples = (count: number, at: (turn: number) => number) =>
  Array.from({ length: count }, (_, turn) => at(turn));

it("calls memory flat that rises at the start and then swings", () => {
  const swinging = samples(500, (turn) => Math.min(turn, 60) + 20 + (turn % 7));
  expect(memoryTrend(swinging).isFlat).toBe(true);
});

it("finds a leak that is small each time", () => {
  expect(memoryTrend(samples(500, (turn) => 80 + turn * 0.1)).isFlat).toBe(false);
});
