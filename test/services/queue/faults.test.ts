import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import type { TransferStore } from "../../../src/services/ports/transfer-store.ts";
import type { LocalQueue } from "../../../src/services/queue/local-queue.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const reset: AppError = { code: "EndpointUnreachable", host: "s3", reason: "reset" };

describe("trouble with the store", () => {
  it.each<AppError>([
    { code: "StoreFault", answer: { status: 500 } },
    { code: "SlowDown", retryAfterMs: 3 },
    reset,
    { code: "Stalled", idleMs: 1 },
  ])("is waited out: %o", async (error) => {
    const { queue, files, store, sendAll } = createTestQueue();
    const bytes = someBytes(11);
    files.write("/data/big", bytes);
    files.write("/data/small", someBytes(0.1));
    for (const call of ["put", "createUpload", "uploadPart", "completeUpload", "list"] as const)
      store.inject({ call, error, times: 2 });
    const rows = await sendAll(requestFor("/data/big"), requestFor("/data/small"));
    expect(rows.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(store.sha256("data/big")).toBe(sha256Of(bytes));
    await queue.stop();
  });

  it("ends soon where a success is no answer, and leaves the other files to go on", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    for (const name of ["odd", "plain"]) files.write(`/data/${name}`, someBytes(0.001));
    const { put } = store;
    let puts = 0;
    store.put = (params) => {
      if (params.key !== "data/odd") return put(params);
      puts += 1;
      return Promise.resolve({ ok: false, error: { code: "StoreFault", answer: { status: 200 } } });
    };
    const rows = await sendAll(requestFor("/data/odd"), requestFor("/data/plain"));
    expect(rows.map(({ state }) => state)).toEqual(["failed", "delivered"]);
    expect(puts).toBe(3);
    await queue.stop();
  });

  it("of one file stops none of the others, and puts it on top until it is taken off", async () => {
    const { queue, files, sendAll, rows, store } = createTestQueue();
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) files.write(`/data/${name}`, someBytes(0.001));
    const { put } = store;
    const denied: AppError = { code: "AccessDenied", right: "write", bucket: "inbox" };
    store.put = (params) =>
      params.key === "data/c" ? Promise.resolve({ ok: false, error: denied }) : put(params);
    const ended = await sendAll(...names.map((name) => requestFor(`/data/${name}`)));
    expect(ended.map(({ state }) => state)).toEqual(["failed", ...Array(4).fill("delivered")]);
    expect(ended[0]?.path).toBe("/data/c");
    await queue.dismiss(ended.flatMap(({ state, id }) => (state === "failed" ? [id] : [])));
    expect((await rows()).map(({ state }) => state)).not.toContain("failed");
    await queue.stop();
  });

  it("ends in a failure that keeps the parts, when it lasts", async () => {
    const { queue, files, store, rows, sendAll } = createTestQueue();
    files.write("/data/big", someBytes(11));
    store.inject({ call: "uploadPart", partNumber: 3, error: reset, times: 8 });
    const [failed] = await sendAll(requestFor("/data/big"));
    expect(failed).toMatchObject({ state: "failed", error: reset, partsDone: 2 });
    await queue.retry("all");
    await queue.whenIdle();
    expect((await rows())[0]?.state).toBe("delivered");
    const parts = store.calls.filter((call) => call.startsWith("uploadPart"));
    expect(parts.filter((call) => call.endsWith(" 1"))).toHaveLength(1);
    await queue.stop();
  });

  it("stops the whole queue once when the key is refused, and goes on when it is mended", async () => {
    const { queue, files, store, transfers, sendAll } = createTestQueue();
    const names = Array.from({ length: 40 }, (_, n) => `/data/${n}`);
    names.forEach((name, n) => files.write(name, someBytes(0.001, n)));
    const refused: AppError = { code: "InvalidAccessKey", answer: { status: 403 } };
    store.inject({ call: "put", error: refused, times: 1_000 });
    await sendAll(...names.map((name) => requestFor(name)));
    const snapshot = await queue.snapshot({ from: 0, count: 100 });
    expect(snapshot).toMatchObject({ trouble: refused, troubleConnection: "acme" });
    expect(snapshot.totals.files).toMatchObject({ failed: 1, waiting: 39, uploading: 0 });
    expect(valueOf(transfers.list(["waiting"]))).toHaveLength(39);
    store.put = createTestQueue().store.put;
    await queue.retry("all");
    await queue.whenIdle();
    const after = await queue.snapshot({ from: 0, count: 100 });
    expect(after.trouble).toBeNull();
    expect(after).not.toHaveProperty("troubleConnection");
    expect(after.totals.files.delivered).toBe(40);
    await queue.stop();
  });

  it("tries the failed one again, too, when it is told to before that one's end is on disk", async () => {
    const transfers = createMemoryTransferStore();
    const { commit } = transfers;
    const written = Promise.withResolvers<void>();
    const slow: TransferStore["commit"] = async (changes) => {
      if (changes.some(({ type }) => type === "end")) await written.promise;
      return commit(changes);
    };
    const { queue, files, store } = createTestQueue({ transfers: { ...transfers, commit: slow } });
    files.write("/data/a", someBytes(0.001));
    store.inject({ call: "put", error: { code: "WrongSecret" }, times: 1 });
    queue.start();
    const told = Promise.withResolvers<void>();
    const look = async () => {
      const { trouble } = await queue.snapshot({ from: 0, count: 0 });
      if (trouble) told.resolve();
    };
    queue.subscribe(() => void look());
    valueOf(await queue.add([requestFor("/data/a")]));
    await told.promise;
    const retried = queue.retry("all");
    written.resolve();
    await retried;
    await queue.whenIdle();
    const { totals, trouble } = await queue.snapshot({ from: 0, count: 0 });
    expect(trouble).toBeNull();
    expect(totals.files).toMatchObject({ delivered: 1, failed: 0 });
    await queue.stop();
  });

  it("sends a damaged part once again, and gives up when it is damaged again", async () => {
    const damaged: AppError = { code: "ChecksumMismatch", path: "k", ours: "a", theirs: "b" };
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/once", someBytes(11, 1));
    files.write("/data/always", someBytes(11, 2));
    store.inject({ call: "uploadPart", partNumber: 2, error: damaged });
    const [once] = await sendAll(requestFor("/data/once"));
    expect(once?.state).toBe("delivered");
    store.inject({ call: "uploadPart", partNumber: 2, error: damaged, times: 100 });
    const rows = await sendAll(requestFor("/data/always"));
    expect(rows[0]).toMatchObject({
      path: "/data/always",
      state: "failed",
      error: { code: "ChecksumMismatch" },
    });
    expect(store.objects.has("data/always")).toBe(false);
    await queue.stop();
  });

  it("starts a whole upload again when its Complete is refused as damaged or disturbed", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    const bytes = someBytes(11);
    files.write("/data/a", bytes);
    store.inject({
      call: "completeUpload",
      error: { code: "UploadExpired", answer: { status: 409 } },
    });
    const [row] = await sendAll(requestFor("/data/a"));
    expect(row?.state).toBe("delivered");
    expect(store.calls.filter((call) => call.startsWith("createUpload"))).toHaveLength(2);
    expect(store.sha256("data/a")).toBe(sha256Of(bytes));
    await queue.stop();
  });
});

describe("trouble with the disk", () => {
  const ways: readonly (readonly [string, (queue: LocalQueue) => Promise<void>])[] = [
    ["resumed", (queue) => queue.resume("all")],
    ["told to retry", (queue) => queue.retry("all")],
  ];
  it.each(ways)(
    "stops the queue, claims nothing, and goes on when %s",
    async (_, resumeTransfer) => {
      const transfers = createMemoryTransferStore();
      const { commit } = transfers;
      let isFull = false;
      const full: AppError = { code: "DiskFull", path: "/state" };
      const { queue, files, store, rows, sendAll } = createTestQueue({
        transfers: {
          ...transfers,
          commit: async (changes) => (isFull ? { ok: false, error: full } : commit(changes)),
        },
      });
      files.write("/data/big", someBytes(22));
      const { uploadPart } = store;
      store.uploadPart = (params) => {
        if (params.partNumber === 2) isFull = true;
        return uploadPart(params);
      };
      await sendAll(requestFor("/data/big"));
      const snapshot = await queue.snapshot({ from: 0, count: 5 });
      expect(snapshot.trouble).toEqual(full);
      expect(store.objects.size).toBe(0);
      isFull = false;
      store.uploadPart = uploadPart;
      await resumeTransfer(queue);
      await queue.whenIdle();
      expect((await rows())[0]?.state).toBe("delivered");
      await queue.stop();
    },
  );
});

describe("a retry of all that failed", () => {
  it("sends nothing that a person has stopped, or that was left out", async () => {
    const { queue, files, store } = createTestQueue();
    const names = ["failed", "stopped", "taken"].map((name) => `/data/${name}`);
    for (const name of names) files.write(name, someBytes(0.001));
    store.objects.set("data/taken", { bytes: someBytes(1, 2), etag: "theirs", modifiedAtMs: 0 });
    const { put } = store;
    let isBroken = true;
    store.put = (params) =>
      isBroken && params.key === "data/failed"
        ? Promise.resolve({ ok: false, error: { code: "StoreFault", answer: { status: 500 } } })
        : put(params);
    const added = valueOf(await queue.add(names.map((name) => requestFor(name))));
    const [, stopped] = added.flatMap((each) => ("id" in each ? [each.id] : []));
    await queue.cancel([stopped ?? ""]);
    queue.start();
    await queue.whenIdle();
    isBroken = false;
    await queue.retry("all");
    await queue.whenIdle();
    const { totals } = await queue.snapshot({ from: 0, count: 0 });
    expect(totals.files).toMatchObject({ delivered: 1, cancelled: 1, skipped: 1, failed: 0 });
    await queue.stop();
  });
});
