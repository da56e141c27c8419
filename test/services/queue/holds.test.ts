import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { ok } from "../../../src/domain/result.ts";
import type { TransferRequest } from "../../../src/services/ports/transfer-view.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createMemoryObjectStore } from "../../support/fakes/memory-object-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

const reset: AppError = { code: "EndpointUnreachable", host: "away", reason: "reset" };
const wrongSecret: AppError = { code: "WrongSecret" };

/** To a place of its own: a connection, and one of its buckets. */
const to = (connection: string, bucket: string, path: string): TransferRequest => ({
  ...requestFor(path),
  target: { connection, bucket, key: path.slice(1) },
});

/** A queue with a store for each connection and bucket. */
const createPlaces = (holdsFiles = true) => {
  const clock = createManualClock();
  const stores = new Map<string, ReturnType<typeof createMemoryObjectStore>>();
  const storeOf = (connection: string, bucket: string) => {
    const name = `${connection}/${bucket}`;
    const store = stores.get(name) ?? createMemoryObjectStore();
    stores.set(name, store);
    return store;
  };
  const test = createTestQueue({
    clock,
    holdsFiles,
    storeFor: async ({ connection, bucket }) => ok(storeOf(connection, bucket)),
  });
  const refuse = (connection: string, bucket: string, error: AppError) => {
    for (const call of ["put", "list"] as const)
      storeOf(connection, bucket).inject({ call, error, times: 100_000 });
  };
  const add = async (...requests: readonly TransferRequest[]) => {
    for (const { path } of requests) test.files.write(path, someBytes(0.001));
    return valueOf(await test.queue.add(requests));
  };
  const states = async () =>
    Object.fromEntries(
      (await test.rows()).map(({ target, state, heldBy }) => [
        target.key,
        heldBy === undefined ? state : `held: ${heldBy.code}`,
      ]),
    );
  return { ...test, clock, storeOf, refuse, add, states };
};

describe("a store that is away", () => {
  it("holds what goes there; files of other connections and buckets go on, and later ones, too", async () => {
    const { queue, clock, refuse, add, states } = createPlaces();
    refuse("acme", "inbox", reset);
    queue.start();
    await add(to("acme", "inbox", "/a"), to("acme", "other", "/b"), to("clinic", "inbox", "/c"));
    await clock.advance(30_000);
    const held = "held: EndpointUnreachable";
    expect(await states()).toEqual({ a: held, b: "delivered", c: "delivered" });
    await add(to("acme", "inbox", "/d"), to("clinic", "inbox", "/e"));
    await clock.advance(1_000);
    expect(await states()).toEqual({
      a: held,
      b: "delivered",
      c: "delivered",
      d: held,
      e: "delivered",
    });
    await queue.stop();
  });

  it("is no trouble of the whole queue while others go on, and is one when nothing else is left", async () => {
    const { queue, clock, refuse, add, storeOf } = createPlaces();
    refuse("acme", "inbox", reset);
    const { put } = storeOf("clinic", "inbox");
    const arrived = Promise.withResolvers<void>();
    storeOf("clinic", "inbox").put = async (params) => {
      await arrived.promise;
      return put(params);
    };
    queue.start();
    await add(to("acme", "inbox", "/a"), to("clinic", "inbox", "/c"));
    await clock.advance(30_000);
    const during = await queue.snapshot({ from: 0, count: 9 });
    expect(during).toMatchObject({
      trouble: null,
      holds: [{ error: reset, connection: "acme", bucket: "inbox" }],
    });
    expect(during).not.toHaveProperty("nextTryInMs");
    expect(during.holds?.[0]?.nextTryInMs).toBeLessThanOrEqual(60_000);
    arrived.resolve();
    await clock.advance(1_000);
    const after = await queue.snapshot({ from: 0, count: 9 });
    expect(after).toMatchObject({ trouble: reset, troubleConnection: "acme" });
    expect(after.nextTryInMs).toBe(after.holds?.[0]?.nextTryInMs);
    await queue.stop();
  });

  it("gets its files when it is back, one store without the other", async () => {
    const { queue, clock, refuse, add, states, storeOf } = createPlaces();
    refuse("acme", "inbox", reset);
    storeOf("lab", "inbox").inject({ call: "put", error: reset, times: 4 });
    queue.start();
    await add(to("acme", "inbox", "/a"), to("lab", "inbox", "/b"));
    await clock.advance(30_000);
    expect(await states()).toMatchObject({ a: "held: EndpointUnreachable" });
    await clock.advance(120_000);
    expect(await states()).toEqual({ a: "held: EndpointUnreachable", b: "delivered" });
    expect((await queue.snapshot({ from: 0, count: 0 })).holds).toHaveLength(1);
    await queue.stop();
  });

  it("takes no attempts from another store that has answered", async () => {
    const { queue, clock, refuse, add, storeOf } = createPlaces();
    refuse("acme", "inbox", reset);
    queue.start();
    await add(to("clinic", "inbox", "/c"), to("acme", "inbox", "/a"));
    await clock.advance(30_000);
    // More often than a store is asked that never answered.
    storeOf("clinic", "inbox").inject({ call: "put", error: { code: "SlowDown" }, times: 6 });
    await add(to("clinic", "inbox", "/d"));
    await clock.advance(30_000);
    expect((await queue.snapshot({ from: 0, count: 0 })).totals.files.delivered).toBe(2);
    await queue.stop();
  });

  it.each([
    ["sooner where files for another one are to be sent", true, true, 4],
    ["as late as ever where there are none", true, false, 8],
    ["as late as ever where that would fail a file", false, true, 8],
  ])("is given up %s, though it has answered", async (_, holdsFiles, hasOthers, attempts) => {
    const { queue, clock, add, storeOf, states } = createPlaces(holdsFiles);
    queue.start();
    await add(to("acme", "inbox", "/first"));
    await clock.advance(1_000);
    const away = storeOf("acme", "inbox");
    away.inject({ call: "put", error: reset, times: 100_000 });
    const before = away.calls.length;
    const arrived = Promise.withResolvers<void>();
    const { put } = storeOf("clinic", "inbox");
    storeOf("clinic", "inbox").put = async (params) => {
      await arrived.promise;
      return put(params);
    };
    await add(to("acme", "inbox", "/a"));
    if (hasOthers) await add(to("clinic", "inbox", "/c"));
    await clock.advance(1_000);
    const puts = away.calls.slice(before).filter((call) => call.startsWith("put"));
    expect(puts).toHaveLength(attempts);
    arrived.resolve();
    await clock.advance(1_000);
    if (hasOthers) expect(await states()).toMatchObject({ c: "delivered" });
    await queue.stop();
  });

  it("is tried at once by a retry of one of its files, and of no other", async () => {
    const { queue, clock, refuse, add, states, storeOf } = createPlaces();
    refuse("acme", "inbox", reset);
    refuse("lab", "inbox", reset);
    queue.start();
    await add(to("acme", "inbox", "/a"), to("lab", "inbox", "/b"));
    await clock.advance(5_000);
    const before = storeOf("lab", "inbox").calls.length;
    const [row] = (await queue.snapshot({ from: 0, count: 1 })).rows;
    await queue.retry([row?.id ?? ""]);
    expect((await queue.snapshot({ from: 0, count: 0 })).holds).toMatchObject([
      { connection: "lab" },
    ]);
    await clock.advance(1_000);
    expect(storeOf("lab", "inbox").calls).toHaveLength(before);
    expect(await states()).toMatchObject({ a: "held: EndpointUnreachable" });
    await queue.retry("all");
    expect(await queue.snapshot({ from: 0, count: 0 })).not.toHaveProperty("holds");
    await queue.stop();
  });

  it("is tried at once when one of its files is resumed, or added anew", async () => {
    const { queue, clock, refuse, add, storeOf, rows } = createPlaces(false);
    refuse("acme", "inbox", reset);
    refuse("lab", "inbox", reset);
    queue.start();
    const [added] = await add(to("acme", "inbox", "/a"), to("lab", "inbox", "/b"));
    await clock.advance(5_000);
    expect((await rows()).map(({ state }) => state)).toEqual(["failed", "failed"]);
    const asked = (name: string) => storeOf(name, "inbox").calls.length;
    const before = { acme: asked("acme"), lab: asked("lab") };
    await add(to("acme", "inbox", "/a"));
    await clock.advance(1_000);
    expect(asked("acme")).toBeGreaterThan(before.acme);
    expect(asked("lab")).toBe(before.lab);
    const again = asked("acme");
    await add(to("acme", "inbox", "/c"));
    await queue.pause("all");
    await queue.resume([added !== undefined && "id" in added ? added.id : ""]);
    await queue.resume((await rows()).flatMap(({ id, state }) => (state === "paused" ? [id] : [])));
    await clock.advance(1_000);
    expect(asked("acme")).toBeGreaterThan(again);
    expect(asked("lab")).toBe(before.lab);
    await queue.stop();
  });

  it("holds 2,000 files of one connection beside those of another, and lets them go on", async () => {
    const { queue, clock, add, storeOf } = createPlaces();
    const names = Array.from({ length: 2_000 }, (_, n) => `/${String(n).padStart(5, "0")}`);
    let isAway = true;
    const away = storeOf("acme", "inbox");
    const { put, list } = away;
    away.put = async (params) => (isAway ? { ok: false, error: reset } : put(params));
    away.list = async (params) => (isAway ? { ok: false, error: reset } : list(params));
    queue.start();
    await add(...names.map((name, at) => to(at % 2 === 0 ? "acme" : "clinic", "inbox", name)));
    await clock.advance(50_000);
    const { files } = (await queue.snapshot({ from: 0, count: 0 })).totals;
    expect(files).toMatchObject({ waiting: 1_000, delivered: 1_000, failed: 0 });
    isAway = false;
    await clock.advance(120_000);
    expect((await queue.snapshot({ from: 0, count: 0 })).totals.files.delivered).toBe(2_000);
    await queue.stop();
  });
});

describe("a connection whose keys are refused", () => {
  it("holds all that it sends, and nothing of the others", async () => {
    const { queue, clock, refuse, add, states } = createPlaces();
    refuse("acme", "inbox", wrongSecret);
    queue.start();
    await add(to("acme", "inbox", "/a"));
    await clock.advance(1_000);
    await add(to("acme", "other", "/b"), to("clinic", "inbox", "/c"));
    await clock.advance(1_000);
    expect(await states()).toEqual({ a: "failed", b: "held: WrongSecret", c: "delivered" });
    await queue.keysChanged("clinic");
    expect(await states()).toMatchObject({ b: "held: WrongSecret" });
    await queue.stop();
  });

  it.each(["cancel", "dismiss"] as const)(
    "holds nothing any more once %s has ended all that needs it",
    async (end) => {
      const { queue, clock, refuse, add, states, rows } = createPlaces();
      refuse("acme", "inbox", wrongSecret);
      queue.start();
      await add(to("acme", "inbox", "/a"));
      await clock.advance(1_000);
      await add(to("acme", "other", "/b"));
      const idOf = async (key: string) =>
        (await rows()).flatMap(({ id, target }) => (target.key === key ? [id] : []));
      await queue[end](await idOf("a"));
      expect(await states()).toMatchObject({ b: "held: WrongSecret" });
      await queue.cancel(await idOf("b"));
      const { trouble, holds } = await queue.snapshot({ from: 0, count: 0 });
      expect({ trouble, holds }).toEqual({ trouble: null, holds: undefined });
      await queue.stop();
    },
  );
});

describe("an error of this computer", () => {
  it("stops all, wherever it goes", async () => {
    const { queue, clock, refuse, add, states } = createPlaces();
    const full: AppError = { code: "DiskFull", path: "/state" };
    refuse("acme", "inbox", full);
    queue.start();
    await add(to("acme", "inbox", "/a"));
    await clock.advance(1_000);
    await add(to("clinic", "inbox", "/c"));
    await clock.advance(1_000);
    expect(await states()).toMatchObject({ c: "waiting" });
    const { trouble, holds } = await queue.snapshot({ from: 0, count: 0 });
    expect({ trouble, holds }).toEqual({ trouble: full, holds: undefined });
    await queue.stop();
  });
});
