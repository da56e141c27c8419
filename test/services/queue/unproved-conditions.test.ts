import { describe, expect, it } from "vitest";
import { fail } from "../../../src/domain/result.ts";
import { unknownAbilities } from "../../../src/domain/store-abilities.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { someBytes } from "../../support/values/bytes.ts";

/** A queue on a store that takes no notice of If-None-Match, as some do. */
const onCarelessStore = () => {
  const site = createTestQueue();
  const { store } = site;
  store.seen.abilities = unknownAbilities;
  const { put, completeUpload } = store;
  store.put = (params) => put({ ...params, mustBeNew: false });
  store.completeUpload = (params) => completeUpload({ ...params, mustBeNew: false });
  return site;
};

/** A queue on a store that answers 501 to If-None-Match. */
const onRefusingStore = () => {
  const site = createTestQueue();
  const { store } = site;
  store.seen.abilities = unknownAbilities;
  const { put, completeUpload } = store;
  const refuse = async () => {
    store.seen.abilities = { ...unknownAbilities, condition: "refused" };
    return fail({ code: "ConditionUnsupported" } as const);
  };
  store.put = (params) => (params.mustBeNew ? refuse() : put(params));
  store.completeUpload = (params) => (params.mustBeNew ? refuse() : completeUpload(params));
  return site;
};

type Site = ReturnType<typeof createTestQueue>;

const hold = ({ store }: Site, key: string) => {
  const bytes = Buffer.from("was here before");
  store.objects.set(key, { bytes, etag: "e", modifiedAtMs: 0 });
  return bytes;
};

const lists = ({ store }: Site) => store.calls.filter((call) => call.startsWith("list "));

describe.each([
  ["takes no notice of conditions", onCarelessStore],
  ["refuses conditions", onRefusingStore],
])("a store that %s", (_, open) => {
  it.each([
    ["small", 0.001],
    ["large", 11],
  ])("keeps what a list shows, under skip (%s file)", async (_size, mebibytes) => {
    const site = open();
    const before = hold(site, "data/a.txt");
    site.files.write("/data/a.txt", someBytes(mebibytes));
    const [row] = await site.sendAll(requestFor("/data/a.txt", "skip"));
    expect(row?.state).toBe("skipped");
    expect(site.store.objects.get("data/a.txt")?.bytes).toBe(before);
    await site.queue.stop();
  });

  it.each([
    ["small", 0.001],
    ["large", 11],
  ])("gets a file under a free name, under rename (%s file)", async (_size, mebibytes) => {
    const site = open();
    const before = hold(site, "data/a.txt");
    site.files.write("/data/a.txt", someBytes(mebibytes));
    const [row] = await site.sendAll(requestFor("/data/a.txt", "rename"));
    expect(row).toMatchObject({ state: "delivered", target: { key: "data/a (2).txt" } });
    expect(site.store.objects.get("data/a.txt")?.bytes).toBe(before);
    await site.queue.stop();
  });

  it("costs no more than three lists for 2,000 small files", async () => {
    const site = open();
    const paths = Array.from({ length: 2000 }, (_each, index) => `/data/${index}.txt`);
    for (const path of paths) site.files.write(path, Buffer.from(path));
    const before = hold(site, "data/7.txt");
    const rows = await site.sendAll(...paths.map((path) => requestFor(path, "skip")));
    expect(rows.length).toBeGreaterThan(0);
    expect(site.store.objects.size).toBe(2000);
    expect(site.store.objects.get("data/7.txt")?.bytes).toBe(before);
    expect(lists(site).length).toBeLessThanOrEqual(3);
    await site.queue.stop();
  });

  it("is asked again before a second file goes to the same key", async () => {
    const site = open();
    site.files.write("/data/a.txt", Buffer.from("first"));
    site.files.write("/other/a.txt", Buffer.from("second"));
    const target = requestFor("/data/a.txt").target;
    const requests = ["/data/a.txt", "/other/a.txt"].map((path) => ({
      ...requestFor(path, "skip"),
      target,
    }));
    const rows = await site.sendAll(...requests);
    expect(rows.map(({ state }) => state).toSorted()).toEqual(["delivered", "skipped"]);
    await site.queue.stop();
  });

  it("has taken what the answer was lost of, and keeps it", async () => {
    const site = open();
    const { put } = site.store;
    const reset = { code: "EndpointUnreachable", host: "s3", reason: "reset" } as const;
    let isLost = false;
    site.store.put = async (params) => {
      const answer = await put(params);
      if (isLost || !answer.ok) return answer;
      isLost = true;
      return fail(reset);
    };
    site.files.write("/data/a.txt", someBytes(0.001));
    const [row] = await site.sendAll(requestFor("/data/a.txt", "rename"));
    expect(row).toMatchObject({ state: "delivered", target: { key: "data/a.txt" } });
    expect([...site.store.objects.keys()]).toEqual(["data/a.txt"]);
    await site.queue.stop();
  });

  it("is not asked for lists where replacing is asked for", async () => {
    const site = open();
    hold(site, "data/a.txt");
    site.files.write("/data/a.txt", someBytes(0.001));
    const [row] = await site.sendAll(requestFor("/data/a.txt", "replace"));
    expect(row?.state).toBe("delivered");
    expect(lists(site)).toEqual([]);
    await site.queue.stop();
  });
});

describe("a store that has refused to write over an object", () => {
  it("is asked for no list any more", async () => {
    const site = createTestQueue();
    hold(site, "data/a.txt");
    site.files.write("/data/a.txt", someBytes(0.001));
    const [row] = await site.sendAll(requestFor("/data/a.txt", "skip"));
    expect(row?.state).toBe("skipped");
    expect(lists(site)).toEqual([]);
    await site.queue.stop();
  });
});
