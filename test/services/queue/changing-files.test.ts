import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { ok } from "../../../src/domain/result.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import type { MemoryFileSource } from "../../support/fakes/memory-file-source.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const reset: AppError = { code: "EndpointUnreachable", host: "s3", reason: "reset" };

describe("a file that changes while it is sent", () => {
  it.each([
    [
      "grows",
      (bytes: Uint8Array) => Buffer.concat([bytes, bytes.subarray(0, 99)]),
      true,
      "FileChanged",
    ],
    ["is cut short", (bytes: Uint8Array) => bytes.subarray(0, 1_000), true, "FileChanged"],
    ["is replaced", (bytes: Uint8Array) => bytes.toReversed(), false, "FileChanged"],
    ["is deleted", () => null, false, "FileVanished"],
  ])("%s: fails with the reason, and leaves no object", async (_name, change, keepInode, code) => {
    const { queue, files, store, sendAll } = createTestQueue();
    const bytes = someBytes(22);
    files.write("/data/big", bytes);
    const { uploadPart } = store;
    let isChanged = false;
    store.uploadPart = (params) => {
      if (!isChanged) {
        isChanged = true;
        const now = change(bytes);
        if (now) files.write("/data/big", now, { keepInode });
        else files.remove("/data/big");
      }
      return uploadPart(params);
    };
    const [row] = await sendAll(requestFor("/data/big"));
    expect(row).toMatchObject({ state: "failed", error: { code } });
    expect(store.objects.size).toBe(0);
    await queue.stop();
  });

  it("is sent as it is when it changed before its turn", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/a", someBytes(0.1));
    const old = valueOf(await files.fingerprint("/data/a"));
    const now = someBytes(6);
    files.write("/data/a", now, { keepInode: true });
    const [row] = await sendAll({ ...requestFor("/data/a"), fingerprint: old });
    expect(row).toMatchObject({ state: "delivered", sizeBytes: now.length });
    expect(store.sha256("data/a")).toBe(sha256Of(now));
    await queue.stop();
  });
});

describe("a small file that changes while it is sent", () => {
  const grown = someBytes(0.02);

  it("fails with the reason when it changes while it is read", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/a", someBytes(0.01));
    const { readEntire } = files;
    files.readEntire = async (path, buffer) => {
      const read = valueOf(await readEntire(path, buffer));
      files.write(path, grown, { keepInode: true });
      return ok({ ...read, after: valueOf(await files.fingerprint(path)) });
    };
    const [row] = await sendAll(requestFor("/data/a"));
    const error = { code: "FileChanged", path: "/data/a", what: ["size", "modified"] };
    expect(row).toMatchObject({ state: "failed", error });
    expect(store.calls).toEqual([]);
    await queue.stop();
  });

  it.each([
    ["FileChanged", (files: MemoryFileSource) => files.write("/data/a", grown)],
    ["FileVanished", (files: MemoryFileSource) => files.remove("/data/a")],
  ])("fails with %s when it does so between two attempts", async (code, change) => {
    const { queue, files, store, sendAll } = createTestQueue();
    files.write("/data/a", someBytes(0.01));
    store.inject({ call: "put", error: reset });
    const { put } = store;
    store.put = async (params) => {
      const answer = await put(params);
      change(files);
      return answer;
    };
    const [row] = await sendAll(requestFor("/data/a"));
    expect(row).toMatchObject({ state: "failed", error: { code } });
    expect(store.objects.size).toBe(0);
    await queue.stop();
  });

  it("is sent as it is when it changed before its turn, without a second look at one that did not", async () => {
    const { queue, files, store, sendAll } = createTestQueue();
    const opened: string[] = [];
    const { open } = files;
    files.open = (path) => {
      opened.push(path);
      return open(path);
    };
    files.write("/data/a", someBytes(0.01));
    const old = valueOf(await files.fingerprint("/data/a"));
    files.write("/data/a", grown);
    files.write("/data/b", someBytes(0.01));
    const rows = await sendAll(
      { ...requestFor("/data/a"), fingerprint: old },
      requestFor("/data/b"),
    );
    expect(rows.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect(store.sha256("data/a")).toBe(sha256Of(grown));
    expect(opened).toEqual(["/data/a"]);
    await queue.stop();
  });

  it.each([0, 40_000])("is sent whole when its size of %i is not true", async (sizeBytes) => {
    const { queue, files, store, sendAll } = createTestQueue();
    const bytes = someBytes(0.02);
    files.write("/data/a", bytes);
    const real = valueOf(await files.fingerprint("/data/a"));
    const stated = { ...real, sizeBytes };
    files.fingerprint = async () => ok(stated);
    const { readEntire } = files;
    files.readEntire = async (path, buffer) =>
      ok({ ...valueOf(await readEntire(path, buffer)), opened: stated, after: stated });
    const [row] = await sendAll({ ...requestFor("/data/a"), fingerprint: stated });
    expect(row).toMatchObject({ state: "delivered", sizeBytes: bytes.length });
    expect(store.sha256("data/a")).toBe(sha256Of(bytes));
    await queue.stop();
  });
});
