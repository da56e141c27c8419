import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyRateWindow,
  isBarelyMeasured,
  paceOf,
  rateBytesPerSecond,
  secondsLeft,
  withDelivery,
  type RateWindow,
} from "../../src/domain/progress.ts";

/** Deliveries of `bytes`, each sent during the `everyMs` before it was acknowledged. */
const steady = (bytes: number, everyMs: number, untilMs: number): RateWindow => {
  let window = emptyRateWindow;
  for (let at = everyMs; at <= untilMs; at += everyMs)
    window = withDelivery(window, bytes, at - everyMs, at);
  return window;
};

describe("rateBytesPerSecond", () => {
  it("says nothing before there is something to measure", () => {
    expect(rateBytesPerSecond(emptyRateWindow, 1_000)).toBeNull();
    expect(rateBytesPerSecond(withDelivery(emptyRateWindow, 100, 0, 200), 300)).toBeNull();
  });

  it("measures many small deliveries", () => {
    expect(rateBytesPerSecond(steady(1_000, 10, 20_000), 20_000)).toBeCloseTo(100_000, -3);
  });

  it("measures a line so slow that one part takes longer than the window", () => {
    const window = steady(5_000_000, 40_000, 80_000);
    expect(rateBytesPerSecond(window, 80_000)).toBeCloseTo(125_000, 0);
    expect(rateBytesPerSecond(window, 110_000)).toBeCloseTo(125_000, 0);
  });

  it("adds up deliveries that were on their way at once", () => {
    let window = emptyRateWindow;
    for (let at = 1_000; at <= 15_000; at += 1_000)
      for (let lane = 0; lane < 4; lane += 1) window = withDelivery(window, 500, at - 1_000, at);
    expect(rateBytesPerSecond(window, 15_000)).toBeCloseTo(2_000, -1);
  });

  it("falls when deliveries stop, and is silent after 30 s without one", () => {
    const window = steady(1_000, 100, 20_000);
    const full = rateBytesPerSecond(window, 20_000) ?? 0;
    expect(rateBytesPerSecond(window, 27_000) ?? 0).toBeLessThan(full * 0.7);
    expect(rateBytesPerSecond(window, 50_100)).toBeNull();
  });

  it("keeps only what the window needs, and never gives a negative or endless speed", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            gapMs: fc.integer({ min: 0, max: 5_000 }),
            tookMs: fc.integer({ min: 0, max: 60_000 }),
            bytes: fc.integer({ min: 0, max: 8_388_608 }),
          }),
          { maxLength: 300 },
        ),
        (steps) => {
          let window = emptyRateWindow;
          let now = 100_000;
          for (const { gapMs, tookMs, bytes } of steps) {
            now += gapMs;
            window = withDelivery(window, bytes, now - tookMs, now);
            const rate = rateBytesPerSecond(window, now);
            expect(rate === null || (rate > 0 && Number.isFinite(rate))).toBe(true);
          }
          expect(window.deliveries.length).toBeLessThanOrEqual(62);
        },
      ),
    );
  });
});

describe("isBarelyMeasured", () => {
  const small = withDelivery(emptyRateWindow, 4_000, 0, 100);

  it("holds for a small delivery beside much that fills buffers", () => {
    expect(isBarelyMeasured(small, 1_000_000)).toBe(true);
  });

  it("does not hold where nothing fills buffers, or half of it has been measured", () => {
    expect(isBarelyMeasured(small, 0)).toBe(false);
    expect(isBarelyMeasured(small, 8_000)).toBe(false);
    expect(isBarelyMeasured(small, 8_001)).toBe(true);
  });
});

describe("secondsLeft", () => {
  const pace = { bytesPerSecond: 1_000, agoMs: 0, sinceBytes: 0, quietMs: 0 };

  it("rounds up, and says nothing without a speed", () => {
    expect(secondsLeft(pace, { leftBytes: 2_500, unsentBytes: 2_500 })).toBe(3);
    expect(secondsLeft(null, { leftBytes: 2_500, unsentBytes: 2_500 })).toBeNull();
  });

  it("says nothing of a file that is only being confirmed: that may take the service a while", () => {
    expect(secondsLeft(pace, { leftBytes: 0, unsentBytes: 0 })).toBeNull();
  });

  it("counts what has got through unheard of since the speed was measured", () => {
    const before = { ...pace, agoMs: 4_000, sinceBytes: 1_000 };
    expect(secondsLeft(before, { leftBytes: 9_000, unsentBytes: 0 })).toBe(6);
  });

  it("is never shorter than what nobody has taken yet needs", () => {
    const before = { ...pace, agoMs: 20_000 };
    expect(secondsLeft(before, { leftBytes: 9_000, unsentBytes: 5_000 })).toBe(5);
  });

  it("says nothing of what is overdue, nor where the next piece is", () => {
    const before = { ...pace, agoMs: 4_000 };
    expect(secondsLeft(before, { leftBytes: 3_000, unsentBytes: 0 })).toBe(1);
    expect(secondsLeft(before, { leftBytes: 1_000, unsentBytes: 0 })).toBeNull();
    expect(secondsLeft({ ...pace, quietMs: 7_500 }, { leftBytes: 9_000, unsentBytes: 0 })).toBe(9);
    expect(
      secondsLeft({ ...pace, quietMs: 7_501 }, { leftBytes: 9_000, unsentBytes: 0 }),
    ).toBeNull();
  });

  it("counts down evenly where several connections are heard of every few seconds", () => {
    let window = emptyRateWindow;
    const left: (number | null)[] = [];
    // Five connections in turn, each heard of every 5 s.
    for (let at = 5_000; at <= 30_000; at += 1_000) {
      window = withDelivery(window, 5_000, at - 5_000, at);
      const leftBytes = 500_000 - (at - 4_000) * 5;
      left.push(secondsLeft(paceOf(window, at), { leftBytes, unsentBytes: leftBytes / 2 }));
    }
    expect(left.slice(-5)).toEqual([76, 75, 74, 73, 72]);
  });
});
