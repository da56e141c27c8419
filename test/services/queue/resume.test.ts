import { describe, expect, it } from "vitest";
import { fail } from "../../../src/domain/result.ts";
import { someBytes, sha256Of } from "../../support/values/bytes.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { interrupted, partCalls } from "../../support/sites/interrupted-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

describe("going on after an interruption", () => {
  const bytes = someBytes(42);

  it("sends only the parts that are missing, and says from which on", async () => {
    const transfers = createMemoryTransferStore();
    const first = await interrupted(bytes, transfers);
    const before = partCalls(first.store.calls);
    const second = createTestQueue({
      transfers,
      files: first.files,
      storeFor: first.deps.storeFor,
    });
    const acked: number[] = [];
    const { uploadPart } = first.store;
    first.store.uploadPart = async (params) => {
      acked.push((await second.rows())[0]?.ackedBytes ?? 0);
      return uploadPart(params);
    };
    second.queue.start();
    const [added] = valueOf(await second.queue.add([requestFor("/data/big")]));
    expect(added).toMatchObject({ isResumed: true });
    await second.queue.whenIdle();
    const [row] = await second.rows();
    // From what the store has, and never back.
    const started = acked.filter((count) => count > 0);
    expect(started[0]).toBe(15 * 1024 * 1024);
    expect(started).toEqual(started.toSorted((a, b) => a - b));
    expect(row).toMatchObject({
      state: "delivered",
      sha256: sha256Of(bytes),
      resumedFromPart: 4,
      partsDone: 9,
      partsTotal: 9,
    });
    const after = partCalls(first.store.calls).slice(before.length);
    expect(after.toSorted((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(first.store.calls.filter((call) => call.startsWith("createUpload"))).toHaveLength(1);
    await second.queue.stop();
  });

  it("shows before it goes on what the run before had sent, and counts it once", async () => {
    const transfers = createMemoryTransferStore();
    const { files, deps } = await interrupted(bytes, transfers);
    const second = createTestQueue({ transfers, files, storeFor: deps.storeFor });
    valueOf(second.queue.claimInterrupted());
    await second.queue.pause("all");
    const sent = { ackedBytes: 15 * 1024 * 1024 };
    const whole = () => second.queue.snapshot({ from: 0, count: 1 });
    expect(await whole()).toMatchObject({
      rows: [{ state: "paused", ...sent, partsDone: 3 }],
      totals: sent,
      batches: [sent],
    });
    second.queue.start();
    await second.queue.resume("all");
    await second.queue.whenIdle();
    expect(await whole()).toMatchObject({
      rows: [{ state: "delivered", ackedBytes: bytes.length }],
      totals: { ackedBytes: bytes.length },
    });
    await second.queue.stop();
  });

  it("keeps the parts over a pause", async () => {
    const test = createTestQueue();
    test.files.write("/data/big", bytes);
    test.queue.start();
    const { uploadPart } = test.store;
    test.store.uploadPart = (params) => {
      if (params.partNumber > 4) test.store.closeGate();
      return uploadPart(params);
    };
    const [added] = valueOf(await test.queue.add([requestFor("/data/big")]));
    const id = added && "id" in added ? added.id : "";
    await expect.poll(async () => (await test.rows())[0]?.partsDone).toBe(4);
    await test.queue.pause([id]);
    expect((await test.rows())[0]).toMatchObject({ state: "paused", partsDone: 4 });
    test.store.uploadPart = uploadPart;
    test.store.openGate();
    await test.queue.resume([id]);
    await test.queue.whenIdle();
    expect((await test.rows())[0]).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(partCalls(test.store.calls).toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    await test.queue.stop();
  });

  describe.each([
    ["appended to", someBytes(43), true, ["size", "modified"]],
    ["cut short", someBytes(41), true, ["size", "modified"]],
    ["replaced by a file of the same size", someBytes(42, 9), false, ["modified", "replaced"]],
  ])("with a file that was %s meanwhile", (_name, changed, keepInode, what) => {
    const change = async () => {
      const transfers = createMemoryTransferStore();
      const { files, store, deps } = await interrupted(bytes, transfers);
      files.write("/data/big", changed, { keepInode });
      return { ...createTestQueue({ transfers, files, storeFor: deps.storeFor }), store };
    };

    it("says FileChanged, and starts again when it is asked to retry", async () => {
      const { store, queue, rows } = await change();
      queue.start();
      valueOf(queue.claimInterrupted());
      await queue.whenIdle();
      expect((await rows())[0]).toMatchObject({
        state: "failed",
        error: { code: "FileChanged", what },
      });
      expect(store.objects.size).toBe(0);
      await queue.retry("all");
      await queue.whenIdle();
      expect((await rows())[0]).toMatchObject({ state: "delivered", sha256: sha256Of(changed) });
      expect(store.sha256("data/big")).toBe(sha256Of(changed));
      await queue.stop();
    });

    it("starts again at once when it is named again, and says why", async () => {
      const { store, queue, sendAll } = await change();
      const [row] = await sendAll(requestFor("/data/big"));
      expect(row).toMatchObject({
        state: "delivered",
        sha256: sha256Of(changed),
        restart: { code: "FileChanged", what },
      });
      expect(store.sha256("data/big")).toBe(sha256Of(changed));
      await queue.stop();
    });
  });

  it.each([true, false])(
    "finds content that changed under an unchanged fingerprint (SHA-256: %s)",
    async (withSha256) => {
      const transfers = createMemoryTransferStore();
      const first = await interrupted(bytes, transfers);
      const changed = Uint8Array.from(bytes);
      changed[100] = 255 - (changed[100] ?? 0);
      const { mtimeMs } = valueOf(await first.files.fingerprint("/data/big"));
      first.files.write("/data/big", changed, { mtimeMs, keepInode: true });
      const second = createTestQueue({
        transfers,
        files: first.files,
        storeFor: first.deps.storeFor,
        withSha256,
      });
      const [row] = await second.sendAll(requestFor("/data/big"));
      expect(row).toMatchObject({
        state: "failed",
        error: { code: "FileChanged", what: ["content"] },
      });
      expect(first.store.objects.size).toBe(0);
      await second.queue.stop();
    },
  );

  it("begins again when the store forgot the upload, and says why", async () => {
    const transfers = createMemoryTransferStore();
    const first = await interrupted(bytes, transfers);
    first.store.uploads.clear();
    const second = createTestQueue({
      transfers,
      files: first.files,
      storeFor: first.deps.storeFor,
    });
    const reasons = new Set<string>();
    const { store } = first;
    const { createUpload } = store;
    store.createUpload = async (params) => {
      const [row] = await second.rows();
      if (row?.retry) reasons.add(row.retry.error.code);
      return createUpload(params);
    };
    const [row] = await second.sendAll(requestFor("/data/big"));
    expect(row).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect([...reasons]).toEqual(["UploadExpired"]);
    expect(row?.restart).toMatchObject({ code: "UploadExpired" });
    await second.queue.stop();
  });

  it("goes on with what the process before was interrupted in", async () => {
    const transfers = createMemoryTransferStore();
    const first = await interrupted(bytes, transfers);
    const second = createTestQueue({
      transfers,
      files: first.files,
      storeFor: first.deps.storeFor,
    });
    second.queue.start();
    valueOf(second.queue.claimInterrupted());
    await second.queue.whenIdle();
    expect((await second.rows())[0]).toMatchObject({ state: "delivered", resumedFromPart: 4 });
    await second.queue.stop();
  });

  it("sends nothing of what is put off for later, many files at once", async () => {
    const transfers = createMemoryTransferStore();
    const first = createTestQueue({ transfers });
    const paths = ["a", "b", "c", "d"].map((name) => `/data/${name}`);
    for (const path of paths) first.files.write(path, bytes.subarray(0, 1000));
    valueOf(await first.queue.add(paths.map((path) => requestFor(path))));
    await first.queue.stop();
    const second = createTestQueue({
      transfers,
      files: first.files,
      storeFor: first.deps.storeFor,
    });
    second.queue.start();
    await second.queue.pause(valueOf(transfers.list(["waiting"])).map(({ id }) => id));
    await second.queue.whenIdle();
    expect(first.store.calls).toEqual([]);
    const rows = await second.rows();
    expect(rows.map(({ state }) => state)).toEqual(paths.map(() => "paused"));
    await second.queue.stop();
  });

  it("shows failed ones of an earlier run until they are taken off, and tries them again when asked", async () => {
    const transfers = createMemoryTransferStore();
    const first = createTestQueue({ transfers });
    first.files.write("/data/small", bytes.subarray(0, 1000));
    const { put } = first.store;
    first.store.put = async () =>
      fail({ code: "AccessDenied", right: "write", bucket: "inbox" } as const);
    const [row] = await first.sendAll(requestFor("/data/small"));
    expect(row?.state).toBe("failed");
    await first.queue.stop();
    first.store.put = put;

    const laterQueue = () => {
      const { files, deps } = first;
      return createTestQueue({ transfers, files, storeFor: deps.storeFor });
    };
    const second = laterQueue();
    valueOf(second.queue.showFailed());
    second.queue.start();
    expect(await second.rows()).toMatchObject([
      { id: row?.id, state: "failed", error: { code: "AccessDenied" } },
    ]);
    await second.queue.retry([row?.id ?? ""]);
    await second.queue.whenIdle();
    expect(await second.rows()).toMatchObject([{ id: row?.id, state: "delivered" }]);
    await second.queue.stop();

    const third = laterQueue();
    valueOf(third.queue.showFailed());
    expect(await third.rows()).toEqual([]);
    await third.queue.stop();
  });

  it("forgets one of an earlier run when it is cancelled", async () => {
    const transfers = createMemoryTransferStore();
    await interrupted(bytes, transfers);
    const [left] = valueOf(transfers.list(["waiting"]));
    const second = createTestQueue({ transfers });
    second.queue.start();
    await second.queue.cancel([left?.id ?? ""]);
    expect(valueOf(transfers.list(["waiting", "uploading", "paused", "failed"]))).toEqual([]);
    await second.queue.stop();
  });
});
