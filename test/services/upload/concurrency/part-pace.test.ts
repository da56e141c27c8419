import { describe, expect, it } from "vitest";
import { parseAbilities, unknownAbilities } from "../../../../src/domain/store-abilities.ts";
import { createConnectionSlots } from "../../../../src/services/upload/concurrency/connection-slots.ts";
import { createManualClock } from "../../../support/fakes/manual-clock.ts";

const mebibyte = 1024 * 1024;
const bounds = { small: { first: 1, max: 1 }, bulk: { first: 1, max: 64 } };
const never = new AbortController().signal;

describe("connections for parts", () => {
  it("tell nobody how they get on below a speed limit, which is what holds them", async () => {
    const clock = createManualClock();
    let limit: number | null = null;
    const slots = createConnectionSlots(clock, bounds, () => limit);
    const slot = await slots.acquire({
      transferId: "a",
      kind: "bulk",
      bytes: 8 * mebibyte,
      signal: never,
    });
    for (let sent = 0; sent < 4 * mebibyte; sent += 128 * 1024) {
      slot.sent(sent);
      await clock.advance(20);
    }
    expect(slots.partPace()).toMatchObject({ bytesPerSecond: expect.any(Number) });
    limit = mebibyte;
    expect(slots.partPace()).toBeNull();
  });
});

describe("the pace that is kept", () => {
  it("is none where what is stored makes no sense", () => {
    for (const pace of [
      7,
      [],
      {},
      { connections: 0, bytesPerSecond: 1 },
      { connections: 1.5, bytesPerSecond: 1 },
      { connections: 4 },
      { connections: 4, bytesPerSecond: -1 },
    ])
      expect(parseAbilities({ ...unknownAbilities, pace }).pace).toBeNull();
  });
});
