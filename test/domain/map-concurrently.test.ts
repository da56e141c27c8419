import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapConcurrently } from "../../src/domain/map-concurrently.ts";

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

describe("mapConcurrently", () => {
  it("keeps the order, never has more under way than allowed, and uses what is allowed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (items, maxConcurrent) => {
          let [underWay, most] = [0, 0];
          const results = await mapConcurrently(items, maxConcurrent, async (item, index) => {
            underWay += 1;
            most = Math.max(most, underWay);
            await turns(item + 1);
            underWay -= 1;
            return `${index}:${item}`;
          });
          expect(results).toEqual(items.map((item, index) => `${index}:${item}`));
          expect(most).toBe(Math.min(maxConcurrent, items.length));
        },
      ),
    );
  });

  it("takes results that are there at once", async () => {
    expect(await mapConcurrently([1, 2, 3], 2, (item) => item * 2)).toEqual([2, 4, 6]);
  });

  it("begins nothing more after a failure", async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await turns(item);
      if (item === 1) throw new Error("broken");
    };
    await expect(mapConcurrently([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow("broken");
    await turns(50);
    expect(begun.length).toBeLessThanOrEqual(3);
  });
});
