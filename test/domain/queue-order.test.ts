import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayGroup, nextSlotRequest } from "../../src/domain/queue-order.ts";

const small = { isBulk: false, held: 0 };
const bulk = (held: number) => ({ isBulk: true, held });
const limits = { small: 16, bulk: 4 };

describe("displayGroup", () => {
  it("keeps a paused transfer among the waiting and a cancelled one among the ended", () => {
    expect(displayGroup("paused")).toBe("waiting");
    expect(displayGroup("waiting")).toBe("waiting");
    expect(displayGroup("cancelled")).toBe("ended");
    expect(displayGroup("delivered")).toBe("ended");
    expect(displayGroup("failed")).toBe("failed");
  });
});

describe("nextSlotRequest", () => {
  it("gives nothing when nobody asks or every connection is busy", () => {
    expect(nextSlotRequest([], { small: 0, bulk: 0 }, limits)).toBe(-1);
    expect(nextSlotRequest([small, bulk(0)], { small: 16, bulk: 4 }, limits)).toBe(-1);
  });

  it("lets a part of the huge file in although a thousand small files wait before it", () => {
    const requests = [...Array.from({ length: 1_000 }, () => small), bulk(0)];
    expect(nextSlotRequest(requests, { small: 8, bulk: 0 }, limits)).toBe(1_000);
  });

  it("lets small files in although the huge file asks first", () => {
    expect(nextSlotRequest([bulk(3), small], { small: 0, bulk: 3 }, limits)).toBe(1);
  });

  it("prefers the large file that holds fewest connections, and the earlier one when equal", () => {
    expect(nextSlotRequest([bulk(3), bulk(1), bulk(1)], { small: 0, bulk: 3 }, limits)).toBe(1);
  });

  it("never exceeds a limit, and never leaves a connection idle while somebody may have it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ isBulk: fc.boolean(), held: fc.nat(8) }), { maxLength: 20 }),
        fc.nat(20),
        fc.nat(6),
        (requests, busySmall, busyBulk) => {
          const busy = { small: busySmall, bulk: busyBulk };
          const selected = requests[nextSlotRequest(requests, busy, limits)];
          const isFree = (isBulk: boolean) => (isBulk ? busyBulk < 4 : busySmall < 16);
          if (selected) expect(isFree(selected.isBulk)).toBe(true);
          else expect(requests.some(({ isBulk }) => isFree(isBulk))).toBe(false);
        },
      ),
    );
  });
});
