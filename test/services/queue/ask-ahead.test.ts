import { describe, expect, it } from "vitest";
import { unknownAbilities } from "../../../src/domain/store-abilities.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

describe("small files that are added to an idle queue", () => {
  it("are looked up before the first of them is on its way", async () => {
    const site = createTestQueue();
    const { queue, files, store } = site;
    store.seen.abilities = unknownAbilities;
    const paths = Array.from({ length: 50 }, (_each, index) => `/data/${index}.txt`);
    for (const path of paths) files.write(path, Buffer.from(path));
    // Not started: nothing is sent, and no body waits for an answer.
    await queue.add(paths.map((path) => requestFor(path, "skip")));
    await expect.poll(() => store.calls.filter((call) => call.startsWith("list "))).toHaveLength(1);
    expect(store.calls.filter((call) => call.startsWith("put "))).toEqual([]);
    await site.sendAll();
    expect(store.calls.filter((call) => call.startsWith("list "))).toHaveLength(1);
    expect(store.objects.size).toBe(50);
    await queue.stop();
  });

  it("are not, where they may replace what is there", async () => {
    const { queue, files, store } = createTestQueue();
    const paths = Array.from({ length: 50 }, (_each, index) => `/data/${index}.txt`);
    for (const path of paths) files.write(path, Buffer.from(path));
    await queue.add(paths.map((path) => requestFor(path, "replace")));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.calls).toEqual([]);
    await queue.stop();
  });
});

type Site = ReturnType<typeof createTestQueue>;

const prepare = (folder: string, { files }: Site) => {
  const paths = Array.from({ length: 50 }, (_each, index) => `/${folder}/${index}.txt`);
  for (const path of paths) files.write(path, Buffer.from(path));
  return paths.map((path) => requestFor(path, "skip"));
};

const callsOf = ({ store }: Site, call: "list" | "put") =>
  store.calls.filter((each) => each.startsWith(`${call} `));

describe("small files that are added while others are sent", () => {
  it("are looked up meanwhile, and what is known already does not wait for that", async () => {
    const site = createTestQueue();
    const { queue, store } = site;
    store.seen.abilities = unknownAbilities;
    const [first, second] = [prepare("a", site), prepare("b", site)];
    const answered = Promise.withResolvers<void>();
    const { list } = store;
    store.list = async (params) => {
      const page = await list(params);
      if (params.prefix?.startsWith("b")) await answered.promise;
      return page;
    };
    await queue.add(first);
    await expect.poll(() => callsOf(site, "list")).toHaveLength(1);
    await queue.add(second);
    await expect.poll(() => callsOf(site, "list")).toHaveLength(2);
    expect(callsOf(site, "put")).toEqual([]);
    queue.start();
    await expect.poll(() => callsOf(site, "put").length).toBeGreaterThanOrEqual(32);
    expect(store.objects.has("b/0.txt")).toBe(false);
    answered.resolve();
    await queue.whenIdle();
    expect(store.objects.size).toBe(100);
    expect(callsOf(site, "list")).toHaveLength(2);
    await queue.stop();
  });

  it("are looked up before the answer about those is there", async () => {
    const site = createTestQueue();
    const { queue, store } = site;
    store.seen.abilities = unknownAbilities;
    const answered = Promise.withResolvers<void>();
    const { list } = store;
    store.list = async (params) => {
      const page = await list(params);
      await answered.promise;
      return page;
    };
    await queue.add(prepare("a", site));
    await expect.poll(() => callsOf(site, "list")).toHaveLength(1);
    await queue.add(prepare("b", site));
    await expect.poll(() => callsOf(site, "list")).toHaveLength(2);
    answered.resolve();
    await site.sendAll();
    expect(store.objects.size).toBe(100);
    expect(callsOf(site, "list")).toHaveLength(2);
    await queue.stop();
  });

  it("are looked up before they are put down, where the plan has looked at the files", async () => {
    const site = createTestQueue();
    const { queue, store, transfers, files } = site;
    store.seen.abilities = unknownAbilities;
    const seen: string[] = [];
    const { list } = store;
    store.list = async (params) => {
      seen.push("asked");
      return list(params);
    };
    const { hasUnfinished } = transfers;
    Object.assign(transfers, {
      hasUnfinished: () => {
        seen.push("planned");
        return hasUnfinished();
      },
    });
    const requests = await Promise.all(
      prepare("a", site).map(async (request) => ({
        ...request,
        fingerprint: valueOf(await files.fingerprint(request.path)),
      })),
    );
    await queue.add(requests);
    await expect.poll(() => seen).toContain("asked");
    expect(seen[0]).toBe("asked");
    const rows = await site.sendAll();
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["delivered"]));
    expect(callsOf(site, "list")).toHaveLength(1);
    await queue.stop();
  });

  it("end together where a list has shown that their keys are taken, and none is read", async () => {
    const site = createTestQueue();
    const { queue, store, files } = site;
    const requests = prepare("a", site);
    for (const { target } of requests)
      store.objects.set(target.key, { bytes: Buffer.from("theirs"), etag: "e", modifiedAtMs: 0 });
    await queue.add(requests);
    await expect.poll(() => callsOf(site, "list")).toHaveLength(1);
    for (const { path } of requests) files.remove(path);
    const rows = await site.sendAll();
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(["skipped"]));
    expect(rows).toHaveLength(50);
    await queue.stop();
  });
});
