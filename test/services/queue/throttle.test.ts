import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createThrottle } from "../../../src/services/ports/throttle.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("runs at once, then at most once an interval, and after the last request", () => {
  let runs = 0;
  const throttle = createThrottle(250, () => (runs += 1));
  for (let ms = 0; ms < 990; ms += 10) {
    throttle.request();
    vi.advanceTimersByTime(10);
  }
  expect(runs).toBe(4);
  vi.advanceTimersByTime(250);
  expect(runs).toBe(5);
  vi.advanceTimersByTime(10_000);
  expect(runs).toBe(5);
});

it("runs nothing after it was stopped", () => {
  let runs = 0;
  const throttle = createThrottle(250, () => (runs += 1));
  throttle.request();
  throttle.request();
  throttle.stop();
  vi.advanceTimersByTime(1_000);
  expect(runs).toBe(1);
});
