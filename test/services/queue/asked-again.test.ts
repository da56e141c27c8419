import { describe, expect, it } from "vitest";
import type { ConflictPolicy, UploadOptions } from "../../../src/domain/transfer.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createMemoryTransferStore } from "../../support/fakes/memory-transfer-store.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

const bytes = someBytes(22);
const path = "/data/big";

/** A first run that is stopped with one part at the store, and a later one that is asked for the same file. */
const askAgain = async (
  first: { readonly conflict: ConflictPolicy; readonly options?: UploadOptions },
  again: { readonly conflict: ConflictPolicy; readonly options?: UploadOptions },
  meanwhile: (store: ReturnType<typeof createTestQueue>["store"]) => void = () => undefined,
) => {
  const transfers = createMemoryTransferStore();
  const one = createTestQueue({ transfers });
  one.files.write(path, bytes);
  const { store } = one;
  const { uploadPart, createUpload } = store;
  store.uploadPart = (params) => {
    if (params.partNumber > 1) store.closeGate();
    return uploadPart(params);
  };
  const begunWith: UploadOptions[] = [];
  store.createUpload = (params) => {
    begunWith.push(params.options);
    return createUpload(params);
  };
  one.queue.start();
  const ask = (how: typeof first) => ({
    ...requestFor(path, how.conflict),
    options: how.options ?? {},
  });
  valueOf(await one.queue.add([ask(first)]));
  await expect.poll(async () => (await one.rows())[0]?.partsDone).toBe(1);
  await one.queue.stop();
  store.uploadPart = uploadPart;
  store.openGate();
  meanwhile(store);
  const two = createTestQueue({ transfers, files: one.files, storeFor: one.deps.storeFor });
  const [row] = await two.sendAll(ask(again));
  await two.queue.stop();
  return { row, store, begunWith };
};

const takeKey = (store: ReturnType<typeof createTestQueue>["store"]) =>
  store.objects.set("data/big", { bytes: someBytes(1, 2), etag: "theirs", modifiedAtMs: 0 });

describe("an interrupted upload that is asked for in another way", () => {
  it("leaves alone what is there now, although it might have replaced it before", async () => {
    const { row, store } = await askAgain({ conflict: "replace" }, { conflict: "skip" }, takeKey);
    expect(row?.state).toBe("skipped");
    expect(store.objects.get("data/big")?.etag).toBe("theirs");
  });

  it("goes under a free name, although it was to be left out before", async () => {
    const { row } = await askAgain({ conflict: "skip" }, { conflict: "rename" }, takeKey);
    expect(row).toMatchObject({ state: "delivered", target: { key: "data/big (2)" } });
  });

  it("begins again with the options it has now: parts keep those they were begun with", async () => {
    const options = { sse: "aws:kms" };
    const { row, store, begunWith } = await askAgain(
      { conflict: "skip" },
      { conflict: "skip", options },
    );
    expect(row).toMatchObject({ state: "delivered", sha256: sha256Of(bytes) });
    expect(begunWith).toEqual([{}, options]);
    expect(store.sha256("data/big")).toBe(sha256Of(bytes));
  });

  it("goes on where it was when nothing else is asked for", async () => {
    const options = { storageClass: "STANDARD_IA" };
    const how = { conflict: "skip", options } as const;
    const { row, begunWith } = await askAgain(how, how);
    expect(row).toMatchObject({ state: "delivered", resumedFromPart: 2 });
    expect(begunWith).toEqual([options]);
  });
});
