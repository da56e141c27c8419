import { describe, expect, it } from "vitest";
import { fail, ok } from "../../../src/domain/result.ts";
import type { ObjectStore } from "../../../src/services/ports/object-store.ts";
import type { BatchView, QueueSnapshot } from "../../../src/services/ports/transfer-view.ts";
import { LocalQueue } from "../../../src/services/queue/local-queue.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createSimulatedLine } from "../../support/fakes/simulated-line.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const window = { from: 0, count: 100 };

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Requests as one review makes them, some at a time. */
const inBatch = (id: string, paths: readonly string[], isLast = true) =>
  paths.map((path, at) => ({
    ...requestFor(path),
    batch: { id, isLast: isLast && at === paths.length - 1 },
  }));

const batchesOf = ({ batches = [] }: QueueSnapshot): readonly BatchView[] => batches;

/** A store that may not take one key; gives the function that lets it. */
const refuse = (store: Pick<ObjectStore, "put">, key: string) => {
  const { put } = store;
  store.put = async (params) =>
    params.key === key
      ? fail({ code: "AccessDenied", right: "write", bucket: "inbox" })
      : put(params);
  return () => {
    store.put = put;
  };
};

const openTest = (paths: readonly string[]) => {
  const test = createTestQueue();
  for (const [at, path] of paths.entries()) test.files.write(path, someBytes(0.01, at));
  const batches = async () => batchesOf(await test.queue.snapshot(window));
  return { ...test, batches };
};

describe("a batch", () => {
  it("is what one review sends, however many messages that takes, and closed with its last file", async () => {
    const test = openTest(["/data/north/a", "/data/north/b", "/data/north/c"]);
    test.queue.start();
    valueOf(await test.queue.add(inBatch("b1", ["/data/north/a"], false)));
    await test.queue.whenIdle();
    expect((await test.batches())[0]).toBeUndefined();
    valueOf(await test.queue.add(inBatch("b1", ["/data/north/b", "/data/north/c"])));
    await test.queue.whenIdle();
    const [batch, ...others] = await test.batches();
    expect(others).toEqual([]);
    expect(batch).toMatchObject({
      id: "b1",
      files: { delivered: 3, waiting: 0 },
      bucket: "inbox",
      folder: "data/north/",
      unverifiedFiles: 0,
      isSeen: false,
    });
    expect(batch?.closedAtMs).not.toBeNull();
    expect(batch?.ackedBytes).toBe(batch?.totalBytes);
    expect(batch?.deliveredBytes).toBe(batch?.totalBytes);
    await test.queue.stop();
  });

  it("is made for requests that name none: those of an older app", async () => {
    const test = openTest(["/data/a", "/data/b"]);
    await test.sendAll(requestFor("/data/a"), requestFor("/data/b"));
    const [batch, ...others] = await test.batches();
    expect([batch?.files.delivered, others]).toEqual([2, []]);
    expect(batch?.id).toMatch(uuidV7);
    await test.queue.stop();
  });

  it("keeps its counts when its files are taken off the screen, and goes when it has ended", async () => {
    const test = openTest(["/data/a", "/data/b"]);
    refuse(test.store, "data/b");
    const rows = await test.sendAll(...inBatch("b1", ["/data/a", "/data/b"]));
    const delivered = rows.find(({ state }) => state === "delivered");
    await test.queue.dismiss([delivered?.id ?? ""]);
    expect((await test.batches())[0]?.files).toMatchObject({ delivered: 1, failed: 1 });
    await test.queue.dismiss("all");
    expect(await test.batches()).toEqual([]);
    await test.queue.stop();
  });

  it("is opened again by a retry, and then ends once more", async () => {
    const test = openTest(["/data/a", "/data/b"]);
    const mend = refuse(test.store, "data/b");
    await test.sendAll(...inBatch("b1", ["/data/a", "/data/b"]));
    await test.queue.seeBatches(["b1"]);
    expect((await test.batches())[0]).toMatchObject({ isSeen: true, files: { failed: 1 } });
    mend();
    await test.queue.retry("all");
    await test.queue.whenIdle();
    const [batch] = await test.batches();
    expect(batch).toMatchObject({ isSeen: false, files: { delivered: 2, failed: 0 } });
    expect(batch?.closedAtMs).not.toBeNull();
    await test.queue.stop();
  });

  it("is known to the next queue with all that became of it before", async () => {
    const first = openTest(["/data/a", "/data/b", "/data/c"]);
    first.queue.start();
    valueOf(await first.queue.add(inBatch("b1", ["/data/a"], false)));
    await first.queue.whenIdle();
    first.store.closeGate();
    valueOf(await first.queue.add(inBatch("b1", ["/data/b", "/data/c"])));
    await first.queue.stop();
    first.store.openGate();
    const next = new LocalQueue(first.deps);
    next.start();
    const left = valueOf(first.transfers.list(["waiting"]));
    await next.resume(left.map(({ id }) => id));
    expect(batchesOf(await next.snapshot(window))[0]).toMatchObject({
      id: "b1",
      files: { delivered: 1, waiting: expect.any(Number) },
      totalBytes: 3 * someBytes(0.01).length,
    });
    await next.whenIdle();
    const [batch] = batchesOf(await next.snapshot(window));
    expect(batch?.files).toMatchObject({ delivered: 3, waiting: 0, uploading: 0 });
    expect(batch?.closedAtMs).not.toBeNull();
    await next.stop();
  });

  it("whose end nobody saw is news in the next queue, once", async () => {
    const first = openTest(["/data/a"]);
    await first.sendAll(...inBatch("b1", ["/data/a"]));
    await first.queue.stop();
    const next = new LocalQueue(first.deps);
    valueOf(next.showEnded());
    expect(batchesOf(await next.snapshot(window))).toMatchObject([
      { id: "b1", isSeen: false, files: { delivered: 1 }, unverifiedFiles: 0 },
    ]);
    await next.seeBatches(["b1"]);
    await next.stop();
    const last = new LocalQueue(first.deps);
    valueOf(last.showEnded());
    expect(batchesOf(await last.snapshot(window))).toEqual([]);
    await last.stop();
  });

  it("has a speed of its own: that of the one before says nothing of it", async () => {
    const clock = createManualClock();
    const shape = {
      answerMs: 20,
      connectionBytesPerSecond: null,
      totalBytesPerSecond: 4 * 1024 ** 2,
    };
    const { store } = createSimulatedLine(clock, shape);
    const test = createTestQueue({ clock, storeFor: async () => ok(store), withSha256: false });
    test.files.write("/data/a", someBytes(20), { mtimeMs: 1 });
    test.files.write("/data/b", someBytes(20), { mtimeMs: 1 });
    test.queue.start();
    valueOf(await test.queue.add(inBatch("b1", ["/data/a"])));
    const speeds: (number | null)[] = [];
    for (let ms = 0; ms < 7_000; ms += 50) await clock.advance(50);
    expect((await test.queue.snapshot(window)).totals.files.delivered).toBe(1);
    valueOf(await test.queue.add(inBatch("b2", ["/data/b"])));
    for (let ms = 0; ms < 700; ms += 50) {
      await clock.advance(50);
      const snapshot = await test.queue.snapshot(window);
      const batch = batchesOf(snapshot).find(({ id }) => id === "b2");
      speeds.push(batch?.rateBytesPerSecond ?? null, snapshot.totals.rateBytesPerSecond);
    }
    // Before a second has been measured any figure would be that of the first one.
    expect(new Set(speeds)).toEqual(new Set([null]));
    await test.queue.stop();
  });
});

describe("what is sent first", () => {
  it("goes before all that waits, and needs no large file's end", async () => {
    const test = createTestQueue();
    const names = Array.from({ length: 7 }, (_, at) => `/data/${at}`);
    for (const [at, name] of names.entries()) test.files.write(name, someBytes(12, at));
    test.store.closeGate();
    test.queue.start();
    valueOf(await test.queue.add(names.map((name) => requestFor(name))));
    const last = (await test.rows()).find(({ path }) => path === "/data/6");
    await test.queue.sendFirst([last?.id ?? ""]);
    const running = async () =>
      (await test.rows()).filter(({ state }) => state === "uploading").map(({ path }) => path);
    await expect.poll(running).toHaveLength(5);
    expect(await running()).toContain("/data/6");
    test.store.openGate();
    await test.queue.stop();
  });

  it("is moved to the top of what waits", async () => {
    const test = createTestQueue();
    for (const name of ["a", "b", "c"]) test.files.write(`/data/${name}`, someBytes(0.01));
    valueOf(await test.queue.add(["a", "b", "c"].map((name) => requestFor(`/data/${name}`))));
    const ids = new Map((await test.rows()).map(({ path, id }) => [path, id]));
    await test.queue.sendFirst([ids.get("/data/b") ?? "", ids.get("/data/c") ?? ""]);
    expect((await test.rows()).map(({ path }) => path)).toEqual(["/data/b", "/data/c", "/data/a"]);
    await test.queue.stop();
  });

  it("stays first in the next run: the latest before the others", async () => {
    const test = createTestQueue();
    const paths = ["a", "b", "c", "d"].map((name) => `/data/${name}`);
    for (const path of paths) test.files.write(path, someBytes(0.01));
    valueOf(await test.queue.add(paths.map((path) => requestFor(path))));
    const ids = new Map((await test.rows()).map(({ path, id }) => [path, id]));
    await test.queue.sendFirst([ids.get("/data/d") ?? ""]);
    await test.queue.sendFirst([ids.get("/data/b") ?? "", ids.get("/data/c") ?? ""]);
    const order = ["/data/b", "/data/c", "/data/d", "/data/a"];
    expect((await test.rows()).map(({ path }) => path)).toEqual(order);
    await test.queue.stop();
    const next = createTestQueue({ transfers: test.transfers, files: test.files });
    valueOf(next.queue.claimInterrupted());
    expect((await next.rows()).map(({ path }) => path)).toEqual(order);
    await next.queue.sendFirst([ids.get("/data/a") ?? ""]);
    expect((await next.rows())[0]?.path).toBe("/data/a");
    await next.queue.stop();
  });
});
