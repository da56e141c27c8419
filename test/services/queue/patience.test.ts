import { describe, expect, it } from "vitest";
import { fail } from "../../../src/domain/result.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const minuteMs = 60_000;

describe("a speed limit", () => {
  it("is waited for without being taken for a line that stands still", async () => {
    const clock = createManualClock();
    const { queue, files, rows } = createTestQueue({ clock });
    const retries = new Set<string>();
    for (const name of ["a", "b", "c"]) files.write(`/data/${name}`, someBytes(4), { mtimeMs: 1 });
    queue.start();
    // Four minutes for each file.
    await queue.limit(16 * 1024);
    valueOf(await queue.add(["a", "b", "c"].map((name) => requestFor(`/data/${name}`))));
    for (let minute = 0; minute < 13; minute += 1) {
      await clock.advance(minuteMs);
      for (const { retry } of await rows()) if (retry) retries.add(retry.error.code);
    }
    expect((await rows()).map(({ state }) => state)).toEqual(Array(3).fill("delivered"));
    expect([...retries]).toEqual([]);
    await queue.stop();
  });

  it("counts at once when it is lifted while a file is sent", async () => {
    const clock = createManualClock();
    const { queue, files, rows } = createTestQueue({ clock });
    files.write("/data/big", someBytes(40), { mtimeMs: 1 });
    queue.start();
    await queue.limit(256 * 1024);
    valueOf(await queue.add([requestFor("/data/big")]));
    await clock.advance(50_000);
    const under = (await rows())[0]?.ackedBytes ?? 0;
    expect(under).toBeGreaterThan(5 * 1024 * 1024);
    expect(under).toBeLessThan(20 * 1024 * 1024);
    await queue.limit(null);
    await clock.advance(2_000);
    expect((await rows())[0]?.state).toBe("delivered");
    await queue.stop();
  });

  it("is waited for before the store is asked, so that no signature grows old", async () => {
    const clock = createManualClock();
    const { queue, files, store, rows } = createTestQueue({ clock });
    const names = Array.from({ length: 40 }, (_, n) => `/data/${n}`);
    for (const name of names) files.write(name, someBytes(0.1), { mtimeMs: 1 });
    const asked: number[] = [];
    const { put } = store;
    store.put = (params) => {
      asked.push(clock.monotonicMs());
      return put(params);
    };
    queue.start();
    await queue.limit(0.1 * 1024 * 1024);
    valueOf(await queue.add(names.map((name) => requestFor(name))));
    await clock.advance(10_000);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.length).toBeLessThanOrEqual(12);
    await clock.advance(40_000);
    expect((await rows()).every(({ state }) => state === "delivered")).toBe(true);
    await queue.stop();
  });
});

describe("a store that refuses a request for good", () => {
  it("is asked once for each file: what it does not know now it will not know later", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/a", someBytes(0.1));
    files.write("/data/b", someBytes(11));
    const answer = { status: 400, storeCode: "InvalidRequest" };
    for (const call of ["put", "createUpload"] as const)
      store.inject({ call, error: { code: "StoreFault", answer }, times: 100 });
    const rows = await sendAll(requestFor("/data/a"), requestFor("/data/b"));
    expect(rows.map(({ state, error }) => [state, error?.code])).toEqual([
      ["failed", "StoreFault"],
      ["failed", "StoreFault"],
    ]);
    expect(store.calls.filter((call) => !call.startsWith("list"))).toHaveLength(2);
    await queue.stop();
  });
});

describe("a store that asks for less", () => {
  it("gets fewer requests at once from then on", async () => {
    const clock = createManualClock();
    const { queue, files, store } = createTestQueue({ clock });
    const names = Array.from({ length: 4_000 }, (_, n) => `/data/${n}`);
    for (const name of names) files.write(name, someBytes(0.001), { mtimeMs: 1 });
    const { put } = store;
    let atOnce = 0;
    let most = 0;
    let isBusy = false;
    store.put = async (params) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await clock.sleep(40, params.signal);
      atOnce -= 1;
      return isBusy ? fail({ code: "SlowDown" }) : put(params);
    };
    queue.start();
    valueOf(await queue.add(names.map((name) => requestFor(name))));
    await clock.advance(400);
    const before = most;
    isBusy = true;
    await clock.advance(50);
    isBusy = false;
    await clock.advance(100);
    most = 0;
    await clock.advance(400);
    expect(before).toBeGreaterThan(60);
    expect(most).toBeLessThan(before / 4);
    await queue.stop();
  });
});

describe("an answer that takes long", () => {
  it("is waited for where a store puts a large object together, which may take minutes", async () => {
    const clock = createManualClock();
    const { queue, files, store, rows } = createTestQueue({ clock });
    const bytes = someBytes(11);
    files.write("/data/big", bytes, { mtimeMs: 1 });
    const { completeUpload } = store;
    store.completeUpload = async (params) => {
      await clock.sleep(3 * minuteMs, params.signal);
      return completeUpload(params);
    };
    queue.start();
    valueOf(await queue.add([requestFor("/data/big")]));
    await clock.advance(4 * minuteMs);
    expect((await rows())[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(store.calls.filter((call) => call.startsWith("completeUpload"))).toHaveLength(1);
    await queue.stop();
  });

  it("is not waited for elsewhere: the request is made again", async () => {
    const clock = createManualClock();
    const { queue, files, store, rows } = createTestQueue({ clock });
    files.write("/data/small", someBytes(0.1), { mtimeMs: 1 });
    const { put } = store;
    let puts = 0;
    store.put = async (params) => {
      puts += 1;
      if (puts === 1) await clock.sleep(10 * minuteMs, params.signal);
      return put(params);
    };
    queue.start();
    valueOf(await queue.add([requestFor("/data/small")]));
    await clock.advance(minuteMs);
    expect((await rows())[0]?.state).toBe("delivered");
    expect(puts).toBe(2);
    await queue.stop();
  });
});
