import { describe, expect, it } from "vitest";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";

const sizes: readonly (readonly [string, number])[] = [
  ["a small file", 0.01],
  ["a large file", 11],
];

describe.each(sizes)("when the key of %s is taken", (_name, mebibytes) => {
  const ours = someBytes(mebibytes, 1);
  const theirs = someBytes(0.5, 2);
  const setUp = () => {
    const test = createTestQueue();
    test.files.write("/data/a.txt", ours);
    test.store.objects.set("data/a.txt", { bytes: theirs, etag: "theirs", modifiedAtMs: 0 });
    return test;
  };

  it("leaves what is there when the policy is skip, and tells the log nothing", async () => {
    const { queue, store, transfers, sendAll } = setUp();
    const [row] = await sendAll(requestFor("/data/a.txt", "skip"));
    expect(row).toMatchObject({
      state: "skipped",
      error: { code: "ObjectExists", bucket: "inbox", key: "data/a.txt" },
    });
    expect(store.objects.get("data/a.txt")?.bytes).toBe(theirs);
    expect(transfers.outboxSize()).toEqual({ ok: true, value: 0 });
    await queue.stop();
  });

  it("sends under the next free name when the policy is rename", async () => {
    const { queue, store, sendAll } = setUp();
    store.objects.set("data/a (2).txt", { bytes: theirs, etag: "theirs", modifiedAtMs: 0 });
    const [row] = await sendAll(requestFor("/data/a.txt", "rename"));
    expect(row).toMatchObject({ state: "delivered", target: { key: "data/a (3).txt" } });
    expect(store.objects.get("data/a.txt")?.bytes).toBe(theirs);
    expect(store.sha256("data/a (3).txt")).toBe(sha256Of(ours));
    await queue.stop();
  });

  it("writes over it only when the policy is replace", async () => {
    const { queue, store, sendAll } = setUp();
    const [row] = await sendAll(requestFor("/data/a.txt", "replace"));
    expect(row?.state).toBe("delivered");
    expect(store.sha256("data/a.txt")).toBe(sha256Of(ours));
    await queue.stop();
  });

  it("sends a skipped one when it is asked again with another policy", async () => {
    const { queue, store, rows, sendAll } = setUp();
    const [row] = await sendAll(requestFor("/data/a.txt", "skip"));
    await queue.retry([row?.id ?? ""], "rename");
    await queue.whenIdle();
    expect((await rows())[0]).toMatchObject({
      state: "delivered",
      target: { key: "data/a (2).txt" },
    });
    expect(store.objects.get("data/a.txt")?.bytes).toBe(theirs);
    await queue.stop();
  });
});

describe("when the key is taken while a large file is on its way", () => {
  const ours = someBytes(11, 1);
  const setUp = () => {
    const test = createTestQueue();
    test.files.write("/data/a.txt", ours);
    const { completeUpload } = test.store;
    let isFirst = true;
    test.store.completeUpload = (params) => {
      if (isFirst)
        test.store.objects.set(params.key, {
          bytes: ours.subarray(0, 5),
          etag: "x",
          modifiedAtMs: 0,
        });
      isFirst = false;
      return completeUpload(params);
    };
    return test;
  };

  it("is refused by the store itself, and skipped", async () => {
    const { queue, store, sendAll } = setUp();
    const [row] = await sendAll(requestFor("/data/a.txt", "skip"));
    expect(row?.state).toBe("skipped");
    expect(store.objects.get("data/a.txt")?.bytes).toHaveLength(5);
    await queue.stop();
  });

  it("goes again under a free name", async () => {
    const { queue, store, sendAll } = setUp();
    const [row] = await sendAll(requestFor("/data/a.txt", "rename"));
    expect(row).toMatchObject({ state: "delivered", target: { key: "data/a (2).txt" } });
    expect(store.sha256("data/a (2).txt")).toBe(sha256Of(ours));
    expect(store.objects.get("data/a.txt")?.bytes).toHaveLength(5);
    await queue.stop();
  });

  it("is seen by a list just before the end, for stores that ignore the condition there", async () => {
    const test = createTestQueue();
    test.files.write("/data/a.txt", ours);
    const { completeUpload, uploadPart } = test.store;
    test.store.uploadPart = (params) => {
      test.store.objects.set(params.key, {
        bytes: ours.subarray(0, 5),
        etag: "x",
        modifiedAtMs: 0,
      });
      return uploadPart(params);
    };
    test.store.completeUpload = (params) => completeUpload({ ...params, mustBeNew: false });
    const [row] = await test.sendAll(requestFor("/data/a.txt", "skip"));
    expect(row?.state).toBe("skipped");
    expect(test.store.objects.get("data/a.txt")?.bytes).toHaveLength(5);
    await test.queue.stop();
  });
});
