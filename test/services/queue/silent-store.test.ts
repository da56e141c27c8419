import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";
import { createNullLogSink } from "../../../src/services/log/null-log-sink.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const reset: AppError = { code: "EndpointUnreachable", host: "s3", reason: "reset" };

describe("a store that never answers", () => {
  it("stops the queue after the first file has tried for long enough", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    const names = Array.from({ length: 300 }, (_, n) => `/data/${n}`);
    names.forEach((name) => files.write(name, someBytes(0.001)));
    store.inject({ call: "put", error: reset, times: 100_000 });
    await sendAll(...names.map((name) => requestFor(name)));
    const snapshot = await queue.snapshot({ from: 0, count: 1 });
    expect(snapshot.trouble).toEqual(reset);
    expect(snapshot.totals.files).toMatchObject({ failed: 1, waiting: 299 });
    // Only those that had a connection from the start have tried.
    expect(store.calls.length).toBeLessThan(200);
    await queue.stop();
  });

  it("is given up sooner where each silence is a long one", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/a", someBytes(0.001));
    store.inject({ call: "put", error: { code: "Stalled", idleMs: 40_000 }, times: 100 });
    store.inject({ call: "list", error: { code: "Stalled", idleMs: 40_000 }, times: 100 });
    await sendAll(requestFor("/data/a"));
    expect(store.calls).toHaveLength(3);
    await queue.stop();
  });

  it.each(["tls", "handshake", "not https", "not http"] as const)(
    "is given up within seconds where its greeting is no good (%s)",
    async (reason) => {
      const { queue, files, store, sendAll } = createTestQueue();
      files.write("/data/a", someBytes(0.001));
      const error: AppError = { code: "EndpointUnreachable", host: "s3", reason };
      for (const call of ["put", "list"] as const) store.inject({ call, error, times: 100 });
      await sendAll(requestFor("/data/a"));
      expect(store.calls).toHaveLength(3);
      await queue.stop();
    },
  );

  it.each([
    [200, 3],
    [302, 1],
  ])("counts as such behind a page with status %i, after %i questions", async (status, tries) => {
    const { queue, files, store, sendAll } = createTestQueue();
    for (const name of ["first", "second"]) files.write(`/data/${name}`, someBytes(0.001));
    await sendAll(requestFor("/data/first"));
    const page: AppError = { code: "InterveningAnswer", host: "s3", answer: { status } };
    store.inject({ call: "put", error: page, times: 100 });
    const before = store.calls.length;
    await sendAll(requestFor("/data/second"));
    const { trouble, totals } = await queue.snapshot({ from: 0, count: 1 });
    expect(trouble).toEqual(page);
    expect(totals.files).toMatchObject({ delivered: 1, failed: 1 });
    const puts = store.calls.slice(before).filter((call) => call.startsWith("put"));
    expect(puts).toHaveLength(tries);
    await queue.stop();
  });

  it("is not back while a sign-in page answers for it", async () => {
    const clock = createManualClock();
    const { queue, files, store } = createTestQueue({ clock });
    files.write("/data/a", someBytes(0.001));
    queue.start();
    const page: AppError = { code: "InterveningAnswer", host: "s3", answer: { status: 302 } };
    for (const [call, times] of [["put", 1] as const, ["list", 2] as const])
      store.inject({ call, error: page, times });
    valueOf(await queue.add([requestFor("/data/a")]));
    await clock.advance(125_000);
    expect((await queue.snapshot({ from: 0, count: 1 })).trouble).toEqual(page);
    expect(store.calls.filter((call) => call.startsWith("list"))).toHaveLength(2);
    await clock.advance(61_000);
    expect((await queue.snapshot({ from: 0, count: 1 })).totals.files.delivered).toBe(1);
    await queue.stop();
  });

  it("is looked for once a minute, and the queue goes on when it is back", async () => {
    const clock = createManualClock();
    const { queue, files, store } = createTestQueue({ clock });
    const names = Array.from({ length: 20 }, (_, n) => `/data/${n}`);
    names.forEach((name) => files.write(name, someBytes(0.001)));
    queue.start();
    let isUnreachable = true;
    const { put, list } = store;
    store.put = (params) =>
      isUnreachable ? Promise.resolve({ ok: false, error: reset }) : put(params);
    store.list = (params) =>
      isUnreachable ? Promise.resolve({ ok: false, error: reset }) : list(params);
    valueOf(await queue.add(names.map((name) => requestFor(name))));
    await clock.advance(600_000);
    const before = await queue.snapshot({ from: 0, count: 1 });
    expect(before.trouble).toEqual(reset);
    expect(before.totals.files).toMatchObject({ failed: 1, waiting: 19 });
    isUnreachable = false;
    await clock.advance(61_000);
    const after = await queue.snapshot({ from: 0, count: 1 });
    expect(after.trouble).toBeNull();
    expect(after.totals.files.delivered).toBe(20);
    await queue.stop();
  });

  it("gets nothing of a failed file that was taken off the screen meanwhile", async () => {
    const clock = createManualClock();
    const { queue, files, store } = createTestQueue({ clock });
    files.write("/data/a", someBytes(0.001));
    queue.start();
    let isUnreachable = true;
    const { put, list } = store;
    store.put = (params) =>
      isUnreachable ? Promise.resolve({ ok: false, error: reset }) : put(params);
    store.list = (params) =>
      isUnreachable ? Promise.resolve({ ok: false, error: reset }) : list(params);
    valueOf(await queue.add([requestFor("/data/a")]));
    await clock.advance(600_000);
    expect((await queue.snapshot({ from: 0, count: 1 })).totals.files.failed).toBe(1);
    await queue.dismiss("all");
    isUnreachable = false;
    await clock.advance(61_000);
    expect((await queue.snapshot({ from: 0, count: 1 })).trouble).toBeNull();
    expect(store.objects.size).toBe(0);
    await queue.stop();
  });

  it("holds every file where the queue goes on by itself, and says when it looks for the store next", async () => {
    const clock = createManualClock();
    const { queue, files, store, transfers } = createTestQueue({
      clock,
      holdsFiles: true,
      logSinkFor: () => ({ ...createNullLogSink(), isOn: async () => true }),
    });
    for (const name of ["a", "b"]) files.write(`/data/${name}`, someBytes(0.001));
    queue.start();
    const { put, list } = store;
    let isUnreachable = true;
    store.put = (params) =>
      isUnreachable ? Promise.resolve({ ok: false, error: reset }) : put(params);
    store.list = (params) =>
      isUnreachable ? Promise.resolve({ ok: false, error: reset }) : list(params);
    expect(await queue.snapshot({ from: 0, count: 1 })).not.toHaveProperty("nextTryInMs");
    valueOf(await queue.add([requestFor("/data/a"), requestFor("/data/b")]));
    await clock.advance(30_000);
    const held = await queue.snapshot({ from: 0, count: 2 });
    expect(held.rows.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    expect(held.trouble).toEqual(reset);
    const inMs = held.nextTryInMs ?? 0;
    expect(inMs).toBeGreaterThan(0);
    expect(inMs).toBeLessThanOrEqual(60_000);
    await clock.advance(inMs - 1_000);
    expect((await queue.snapshot({ from: 0, count: 0 })).nextTryInMs).toBe(1_000);
    await clock.advance(1_001);
    expect((await queue.snapshot({ from: 0, count: 0 })).nextTryInMs).toBe(59_999);
    expect(valueOf(transfers.outboxSize())).toBe(0);
    isUnreachable = false;
    await clock.advance(60_000);
    const after = await queue.snapshot({ from: 0, count: 2 });
    expect(after).not.toHaveProperty("nextTryInMs");
    expect(after.totals.files.delivered).toBe(2);
    await queue.stop();
  });

  it("is tried at once by a retry, and no countdown stays", async () => {
    const clock = createManualClock();
    const { queue, files, store } = createTestQueue({ clock, holdsFiles: true });
    files.write("/data/a", someBytes(0.001));
    queue.start();
    store.inject({ call: "put", error: reset, times: 4 });
    valueOf(await queue.add([requestFor("/data/a")]));
    await clock.advance(1_000);
    const [row] = (await queue.snapshot({ from: 0, count: 1 })).rows;
    expect(row?.state).toBe("waiting");
    await queue.retry([row?.id ?? ""]);
    await clock.advance(1_000);
    const after = await queue.snapshot({ from: 0, count: 1 });
    expect(after.trouble).toBeNull();
    expect(after).not.toHaveProperty("nextTryInMs");
    expect(after.totals.files.delivered).toBe(1);
    await queue.stop();
  });

  it.each([
    ["held", true],
    ["failed", false],
  ])("gets nothing of a %s file that was cancelled meanwhile", async (_, holdsFiles) => {
    const clock = createManualClock();
    const { queue, files, store } = createTestQueue({ clock, holdsFiles });
    files.write("/data/a", someBytes(0.001));
    queue.start();
    store.inject({ call: "put", error: reset, times: 4 });
    valueOf(await queue.add([requestFor("/data/a")]));
    await clock.advance(1_000);
    await queue.cancel("all");
    await clock.advance(120_000);
    const after = await queue.snapshot({ from: 0, count: 1 });
    expect(after.trouble).toBeNull();
    expect(after.totals.files.cancelled).toBe(1);
    expect(store.objects.size).toBe(0);
    await queue.stop();
  });
});
