import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { ok } from "../../../src/domain/result.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";

const reset: AppError = { code: "EndpointUnreachable", host: "s3", reason: "reset" };

describe("a lost answer", () => {
  it.each(["skip", "rename", "replace"] as const)(
    "to a put that was done makes no second object and no conflict (%s)",
    async (conflict) => {
      const { queue, files, store, sendAll } = createTestQueue();
      const bytes = someBytes(0.01);
      files.write("/data/a.txt", bytes);
      store.inject({ call: "put", error: reset, isDone: true });
      const [row] = await sendAll(requestFor("/data/a.txt", conflict));
      expect(row).toMatchObject({
        state: "delivered",
        sha256: sha256Of(bytes),
        target: { key: "data/a.txt" },
      });
      expect([...store.objects.keys()]).toEqual(["data/a.txt"]);
      await queue.stop();
    },
  );

  it.each(["skip", "rename", "replace"] as const)(
    "to a Complete that was done is decided by a list alone (%s)",
    async (conflict) => {
      const { queue, files, store, sendAll } = createTestQueue();
      const bytes = someBytes(11);
      files.write("/data/big", bytes);
      store.inject({ call: "completeUpload", error: reset, isDone: true });
      const [row] = await sendAll(requestFor("/data/big", conflict));
      expect(row).toMatchObject({
        state: "delivered",
        sha256: sha256Of(bytes),
        target: { key: "data/big" },
      });
      expect([...store.objects.keys()]).toEqual(["data/big"]);
      expect(store.calls.filter((call) => call.startsWith("completeUpload"))).toHaveLength(1);
      await queue.stop();
    },
  );

  it.each(["skip", "rename", "replace"] as const)(
    "to a Complete of an earlier run is decided the same way (%s)",
    async (conflict) => {
      const transfers = createMemoryTransferStore();
      const first = createTestQueue({ transfers });
      first.files.write("/data/big", someBytes(11));
      // The store does it; the process ends before the answer.
      const { completeUpload } = first.store;
      first.store.completeUpload = async (params) => {
        await completeUpload(params);
        setImmediate(() => void first.queue.stop());
        return new Promise((_, reject) => {
          params.signal.addEventListener("abort", () => reject(params.signal.reason));
        });
      };
      await first.sendAll(requestFor("/data/big", conflict));
      first.store.completeUpload = completeUpload;
      const second = createTestQueue({
        transfers,
        files: first.files,
        storeFor: first.deps.storeFor,
      });
      const [row] = await second.sendAll(requestFor("/data/big", conflict));
      expect(row).toMatchObject({ state: "delivered", verified: "part-md5" });
      expect([...first.store.objects.keys()]).toEqual(["data/big"]);
      expect(first.store.calls.filter((call) => call.startsWith("uploadPart"))).toHaveLength(3);
      await second.queue.stop();
    },
  );

  it.each(["skip", "rename"] as const)(
    "to a put into a bucket whose ETags are no MD5s is decided by size and time (%s)",
    async (conflict) => {
      const { queue, files, store, sendAll } = createTestQueue();
      files.write("/data/a.txt", someBytes(0.01));
      const { list, put } = store;
      store.put = async (params) => {
        const stored = await put(params);
        const held = store.objects.get(params.key);
        if (held) store.objects.set(params.key, { ...held, etag: "0".repeat(32) });
        return stored;
      };
      store.list = async (params) => {
        const listed = await list(params);
        if (!listed.ok) return listed;
        const objects = listed.value.objects.map((one) => ({ ...one, isMd5Hidden: true }));
        return ok({ ...listed.value, objects });
      };
      store.inject({ call: "put", error: reset, isDone: true });
      const [row] = await sendAll(requestFor("/data/a.txt", conflict));
      expect(row).toMatchObject({ state: "delivered", verified: "none" });
      expect([...store.objects.keys()]).toEqual(["data/a.txt"]);
      await queue.stop();
    },
  );

  it("does not make somebody else's object ours", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/a.txt", someBytes(0.01, 1));
    store.inject({ call: "put", error: reset });
    const { put } = store;
    let attempts = 0;
    store.put = async (params) => {
      attempts += 1;
      if (attempts === 2) {
        store.objects.set(params.key, {
          bytes: someBytes(0.01, 2),
          etag: "0".repeat(32),
          modifiedAtMs: Date.now(),
        });
      }
      return put(params);
    };
    const [row] = await sendAll(requestFor("/data/a.txt", "skip"));
    expect(row).toMatchObject({ state: "skipped", error: { code: "ObjectExists" } });
    await queue.stop();
  });
});
