import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitWindow, listStart, moveBy, moveTo } from "../../../src/tui/widgets/list-window.ts";

describe("the window of a list", () => {
  it("stands still while the cursor moves inside it", () => {
    const size = { count: 100, height: 10 };
    expect(moveBy(listStart, 9, size)).toEqual({ cursor: 9, top: 0 });
    expect(moveTo({ cursor: 30, top: 25 }, 34, size)).toEqual({ cursor: 34, top: 25 });
  });

  it("moves by half a page when the cursor leaves it", () => {
    const size = { count: 100, height: 10 };
    expect(moveTo({ cursor: 9, top: 0 }, 10, size)).toEqual({ cursor: 10, top: 6 });
    expect(moveTo({ cursor: 20, top: 20 }, 19, size)).toEqual({ cursor: 19, top: 14 });
  });

  it("scrolls at most once in five of a hundred presses of Down, in a page of ten", () => {
    const size = { count: 1000, height: 10 };
    let position = listStart;
    let scrolls = 0;
    for (let press = 0; press < 100; press += 1) {
      const next = moveBy(position, 1, size);
      if (next.top !== position.top) scrolls += 1;
      position = next;
    }
    expect(scrolls).toBeLessThanOrEqual(20);
  });

  it("keeps the cursor inside the list and inside the window, whatever happens", () => {
    const step = fc.record({
      by: fc.integer({ min: -300, max: 300 }),
      count: fc.integer({ min: 0, max: 200 }),
      height: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let position = listStart;
        for (const { by, count, height } of steps) {
          position = moveBy(position, by, { count, height });
          expect(position.cursor).toBeGreaterThanOrEqual(0);
          expect(position.cursor).toBeLessThanOrEqual(Math.max(0, count - 1));
          expect(position.top).toBeLessThanOrEqual(position.cursor);
          expect(position.cursor).toBeLessThan(position.top + height);
          // No empty rows at the end while there are rows above.
          expect(position.top).toBeLessThanOrEqual(Math.max(0, count - height));
          expect(fitWindow(position, { count, height })).toEqual(position);
        }
      }),
    );
  });
});
