import { describe, expect, it } from "vitest";
import { createBufferPool } from "../../../../src/services/upload/concurrency/buffer-pool.ts";
import {
  createConnectionSlots,
  type Slot,
} from "../../../../src/services/upload/concurrency/connection-slots.ts";
import { createRateLimiter } from "../../../../src/services/upload/concurrency/rate-limiter.ts";
import { createStallWatch } from "../../../../src/services/upload/concurrency/stall-watch.ts";
import { createManualClock } from "../../../support/fakes/manual-clock.ts";

const mebibyte = 1024 * 1024;
const never = new AbortController().signal;

describe("buffers", () => {
  it("never exceed the budget, and are used again", async () => {
    const pool = createBufferPool(20 * mebibyte, createManualClock());
    const first = pool.tryAcquire(8 * mebibyte);
    const second = pool.tryAcquire(8 * mebibyte);
    expect(pool.tryAcquire(8 * mebibyte)).toBeNull();
    const waiting = pool.acquire(8 * mebibyte, never);
    first?.release();
    const third = await waiting;
    expect(third.bytes.buffer).toBe(first?.bytes.buffer);
    expect(third.bytes.byteOffset).toBe(first?.bytes.byteOffset);
    second?.release();
    third.release();
  });

  it("are used again whatever their size", () => {
    const pool = createBufferPool(mebibyte, createManualClock());
    const blocks = new Set<ArrayBufferLike>();
    for (const sizeBytes of [4_096, 1, 100_000, 0, mebibyte, 700_000]) {
      const buffer = pool.tryAcquire(sizeBytes);
      expect(buffer?.bytes.length).toBe(sizeBytes);
      if (buffer) blocks.add(buffer.bytes.buffer);
      buffer?.release();
    }
    expect(blocks.size).toBe(1);
  });

  it("are waited for where there is room enough, but not in one piece", async () => {
    const pool = createBufferPool(4 * mebibyte, createManualClock());
    const held = [1, 1, 1, 1].map((count) => pool.tryAcquire(count * mebibyte));
    held[0]?.release();
    held[2]?.release();
    const waiting = pool.acquire(2 * mebibyte, never);
    expect(pool.tryAcquire(1)).toBeNull();
    held[3]?.release();
    const { bytes } = await waiting;
    expect(bytes.byteOffset).toBe(2 * mebibyte);
  });

  it("come in the order of asking, also a large one before many small ones", async () => {
    const pool = createBufferPool(10 * mebibyte, createManualClock());
    const held = await pool.acquire(9 * mebibyte, never);
    const order: string[] = [];
    const large = pool.acquire(9 * mebibyte, never).then((buffer) => {
      order.push("large");
      return buffer;
    });
    const small = pool.acquire(1_000, never).then((buffer) => {
      order.push("small");
      return buffer;
    });
    expect(pool.tryAcquire(1)).toBeNull();
    held.release();
    (await large).release();
    (await small).release();
    expect(order).toEqual(["large", "small"]);
  });

  it("give one larger than the whole budget when no other is out", async () => {
    const pool = createBufferPool(mebibyte, createManualClock());
    const huge = await pool.acquire(3 * mebibyte, never);
    expect(huge.bytes.length).toBe(3 * mebibyte);
    expect(pool.tryAcquire(1)).toBeNull();
    huge.release();
    huge.release();
    expect(pool.tryAcquire(mebibyte)).not.toBeNull();
  });

  it("are worth waiting for where large ones come back at once, and only there", async () => {
    const clock = createManualClock();
    const pool = createBufferPool(10 * mebibyte, clock);
    const turn = async (sizeBytes: number, ms: number) => {
      const buffer = await pool.acquire(sizeBytes, never);
      await clock.advance(ms);
      buffer.release();
      return pool.turnsQuickly();
    };
    expect(pool.turnsQuickly()).toBe(false);
    expect(await turn(5 * mebibyte, 30)).toBe(true);
    expect(await turn(4_096, 400)).toBe(true);
    expect(await turn(5 * mebibyte, 400)).toBe(false);
    expect(await turn(4_096, 30)).toBe(false);
  });

  it("are not waited for by who has left", async () => {
    const pool = createBufferPool(mebibyte, createManualClock());
    const held = await pool.acquire(mebibyte, never);
    const leaving = new AbortController();
    const waiting = pool.acquire(mebibyte, leaving.signal);
    leaving.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    held.release();
    expect(pool.tryAcquire(mebibyte)).not.toBeNull();
  });
});

describe("connection slots", () => {
  const bounds = { small: { first: 2, max: 8 }, bulk: { first: 3, max: 8 } };

  it("are given up to the limit, and the next when one comes back", async () => {
    const slots = createConnectionSlots(createManualClock(), bounds);
    const ask = (transferId: string) =>
      slots.acquire({ transferId, kind: "bulk", bytes: 1, signal: never });
    const held = await Promise.all([ask("a"), ask("a"), ask("a")]);
    let given: Slot | null = null;
    const waiting = ask("b").then((slot) => (given = slot));
    await Promise.resolve();
    expect(given).toBeNull();
    held[0]?.release("other");
    await waiting;
    expect(given).not.toBeNull();
  });

  it("are no more than a speed limit can use, and as many as before when it is lifted", async () => {
    let limit: number | null = mebibyte;
    const slots = createConnectionSlots(createManualClock(), bounds, () => limit);
    const ask = () =>
      slots.acquire({ transferId: "a", kind: "bulk", bytes: 8 * mebibyte, signal: never });
    const held = await Promise.all([ask(), ask()]);
    let given = 0;
    const waiting = [ask(), ask()].map((slot) => slot.then(() => (given += 1)));
    await Promise.resolve();
    expect(given).toBe(0);
    limit = null;
    held[0]?.release("other");
    await Promise.all(waiting);
    expect(given).toBe(2);
  });

  it("grow by what the line carries, not by what the buffers of a new connection take at once", async () => {
    const clock = createManualClock();
    const slots = createConnectionSlots(clock, { ...bounds, bulk: { first: 2, max: 64 } });
    const ask = () =>
      slots.acquire({ transferId: "a", kind: "bulk", bytes: 64 * mebibyte, signal: never });
    const send = async (slot: Slot, sentBytes: number) => {
      // A connection that takes longer to be made than buffers take to fill.
      await clock.sleep(150, never);
      for (let sent = sentBytes; sent < 8 * mebibyte; sent += mebibyte / 8) {
        slot.sent(sent);
        await clock.sleep(25, never);
      }
    };
    const lanes = Array.from({ length: 64 }, async () => send(await ask(), mebibyte));
    // Each brings 5 MiB/s; the first MiB of each is taken by its buffers at once.
    await clock.advance(1_500);
    expect(slots.limit("bulk")).toBeGreaterThanOrEqual(32);
    await clock.advance(10_000);
    await Promise.all(lanes);
  });

  it("go to the file that holds fewest", async () => {
    const slots = createConnectionSlots(createManualClock(), bounds);
    const order: string[] = [];
    const ask = async (transferId: string) => {
      const slot = await slots.acquire({ transferId, kind: "bulk", bytes: 1, signal: never });
      order.push(transferId);
      return slot;
    };
    const held = await Promise.all([ask("huge"), ask("huge"), ask("huge")]);
    const more = [ask("huge"), ask("late")];
    held[0]?.release("other");
    await more[1];
    expect(order).toEqual(["huge", "huge", "huge", "late"]);
  });

  it("grow with quick answers to small files, but not while this process has no time for more", async () => {
    let isBusy = true;
    const slots = createConnectionSlots(
      createManualClock(),
      bounds,
      () => null,
      () => isBusy,
    );
    const answerAll = async () => {
      const ask = () => slots.acquire({ transferId: "a", kind: "small", bytes: 1, signal: never });
      const held = await Promise.all(Array.from({ length: slots.limit("small") }, ask));
      for (const slot of held) slot.release("answered");
    };
    await answerAll();
    expect(slots.limit("small")).toBe(2);
    isBusy = false;
    await answerAll();
    expect(slots.limit("small")).toBeGreaterThan(2);
  });

  it("are not kept for who has left", async () => {
    const slots = createConnectionSlots(createManualClock(), bounds);
    const ask = (signal: AbortSignal) =>
      slots.acquire({ transferId: "a", kind: "small", bytes: 1, signal });
    const held = await Promise.all([ask(never), ask(never)]);
    const leaving = new AbortController();
    const gone = ask(leaving.signal);
    const next = ask(never);
    leaving.abort(new Error("enough"));
    await expect(gone).rejects.toThrow("enough");
    held[0]?.release("answered");
    await next;
    await expect(ask(AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
  });
});

describe("the bandwidth limit", () => {
  it("lets through as much as it says, over time", async () => {
    const clock = createManualClock();
    const limiter = createRateLimiter(clock);
    limiter.set(1_000_000);
    let sent = 0;
    const lane = async () => {
      for (;;) {
        await limiter.take(50_000, never);
        sent += 50_000;
      }
    };
    void lane();
    void lane();
    await clock.advance(10_000);
    expect(sent).toBeGreaterThan(9_500_000);
    expect(sent).toBeLessThan(10_500_000);
  });

  it("counts at once when it is changed or lifted", async () => {
    const clock = createManualClock();
    const limiter = createRateLimiter(clock);
    limiter.set(1_000);
    await limiter.take(1_000_000, never);
    let isThrough = false;
    const waiting = limiter.take(1, never).then(() => (isThrough = true));
    await clock.advance(10_000);
    expect(isThrough).toBe(false);
    limiter.set(null);
    await clock.advance(300);
    await waiting;
    expect(isThrough).toBe(true);
    expect(limiter.current()).toBeNull();
  });
});

describe("the stall watch", () => {
  const limits = { idleMs: 30_000, workMs: 300_000, totalMs: 600_000 };

  it("stops what does not move, and only that", async () => {
    const clock = createManualClock();
    const watch = createStallWatch(clock, limits);
    const stopped: string[] = [];
    const still = watch.watch(() => stopped.push("still"));
    const moving = watch.watch(() => stopped.push("moving"));
    for (let second = 0; second < 40; second += 1) {
      await clock.advance(1_000);
      moving.touch();
    }
    expect(stopped).toEqual(["still"]);
    expect(still.stalled()).toMatchObject({ code: "Stalled" });
    expect(moving.stalled()).toBeNull();
    moving.end();
    watch.close();
  });

  it("gives the answer as long again as the sending took", async () => {
    const clock = createManualClock();
    const watch = createStallWatch(clock, limits);
    const slow = watch.watch(() => undefined);
    for (let second = 0; second < 60; second += 1) {
      await clock.advance(1_000);
      slow.touch();
    }
    slow.handedOver();
    await clock.advance(140_000);
    expect(slow.stalled()).toBeNull();
    await clock.advance(20_000);
    expect(slow.stalled()).not.toBeNull();
    watch.close();
  });

  it("stops what trickles for too long", async () => {
    const clock = createManualClock();
    const watch = createStallWatch(clock, limits);
    const trickle = watch.watch(() => undefined);
    for (let minute = 0; minute < 61; minute += 1) {
      await clock.advance(10_000);
      trickle.touch();
    }
    expect(trickle.stalled()).not.toBeNull();
    watch.close();
  });
});
