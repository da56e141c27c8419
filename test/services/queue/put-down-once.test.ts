import { describe, expect, it } from "vitest";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { callsOf, nextRun, prepare, run, type Site } from "../../support/sites/runs-in-turn.ts";
import { someBytes } from "../../support/values/bytes.ts";
import { valueOf } from "../../support/values/value-of.ts";

/** What was put down, and how often anything was written afterwards. */
const watchDisk = ({ transfers }: Site) => {
  const seen = { added: [] as string[], commits: 0 };
  const { add, commit } = transfers;
  Object.assign(transfers, {
    add: (...given: Parameters<typeof add>) => {
      seen.added.push(...given[0].map(({ state }) => state.name));
      return add(...given);
    },
    commit: (...given: Parameters<typeof commit>) => {
      seen.commits += 1;
      return commit(...given);
    },
  });
  return seen;
};

const ofBatch = (paths: readonly string[], isLast: boolean) =>
  paths.map((path) => ({ ...requestFor(path), batch: { id: "b", isLast } }));

describe("files whose keys are taken, and that this computer delivered", () => {
  it("are put down once, as skipped", async () => {
    const { site, paths } = prepare(40);
    await run(site, paths);
    const second = nextRun(site);
    const disk = watchDisk(second);
    expect(new Set(await run(second, paths))).toEqual(new Set(["skipped"]));
    expect(disk).toEqual({ added: paths.map(() => "skipped"), commits: 0 });
    expect(valueOf(second.transfers.batches.unseen()).map(({ files }) => files)).toContainEqual(
      expect.objectContaining({ skipped: 40, waiting: 0 }),
    );
  });

  it.each([0, 20, 39])("are so beside a new one, wherever it stands (%i)", async (place) => {
    const { site, paths } = prepare(39);
    await run(site, paths);
    site.files.write("/data/new.bin", someBytes(0.1, 99));
    const second = nextRun(site);
    const disk = watchDisk(second);
    const states = await run(second, paths.toSpliced(place, 0, "/data/new.bin"));
    expect(states.toSorted()).toEqual(["delivered", ...paths.map(() => "skipped")]);
    expect(disk.added.toSorted()).toEqual([...paths.map(() => "skipped"), "waiting"]);
    expect(callsOf(second, "put")).toBe(1);
  });

  it("wait for no list that does not come", async () => {
    const { site, paths } = prepare(40);
    await run(site, paths);
    const second = nextRun(site);
    const disk = watchDisk(second);
    const answer = Promise.withResolvers<void>();
    const { list } = second.store;
    second.store.list = async (params) => {
      await answer.promise;
      return list(params);
    };
    second.queue.start();
    await second.queue.add(paths.map((path) => requestFor(path)));
    expect(new Set(disk.added)).toEqual(new Set(["waiting"]));
    answer.resolve();
    await second.queue.whenIdle();
    expect(new Set((await second.rows()).map(({ state }) => state))).toEqual(new Set(["skipped"]));
    await second.queue.stop();
  });

  it("are put down before a stop is over, though no list has come", async () => {
    const { site, paths } = prepare(40);
    await run(site, paths);
    const second = nextRun(site);
    const disk = watchDisk(second);
    second.store.list = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    second.queue.start();
    const adding = second.queue.add(paths.map((path) => requestFor(path)));
    await second.queue.stop();
    expect(disk.added).toEqual(paths.map(() => "waiting"));
    expect(valueOf(await adding)).toHaveLength(40);
  });

  it("are put down in the order in which they were added, whichever list comes first", async () => {
    const { site, paths } = prepare(40);
    await run(site, paths);
    const second = nextRun(site);
    const { list } = second.store;
    let lists = 0;
    second.store.list = async (params) => {
      lists += 1;
      if (lists === 1) await new Promise((resolve) => setTimeout(resolve, 100));
      return list(params);
    };
    second.queue.start();
    const adding = [ofBatch(paths.slice(0, 20), false), ofBatch(paths.slice(20), true)];
    await Promise.all(adding.map((requests) => second.queue.add(requests)));
    expect((await second.rows()).map(({ path }) => path).toReversed()).toEqual(paths);
    expect(valueOf(second.transfers.batches.find("b"))?.files.skipped).toBe(40);
    await second.queue.stop();
  });

  it("are so when another computer delivered them, from the second list on", async () => {
    const { site, paths } = prepare(40);
    await run(site, paths);
    const { files, store, deps } = site;
    const elsewhere = { ...createTestQueue({ files, storeFor: deps.storeFor }), files, store };
    const disk = watchDisk(elsewhere);
    elsewhere.queue.start();
    for (const some of [paths.slice(0, 20), paths.slice(20)]) {
      await elsewhere.queue.add(some.map((path) => requestFor(path)));
      await elsewhere.queue.whenIdle();
    }
    const [first, second] = [disk.added.slice(0, 20), disk.added.slice(20)];
    expect([new Set(first), new Set(second)]).toEqual([new Set(["waiting"]), new Set(["skipped"])]);
    await elsewhere.queue.stop();
  });

  it("use up what lists have told, so that more are asked for in bulk", async () => {
    const { site, paths } = prepare(5_000, 0.000_01);
    await run(site, paths);
    const second = nextRun(site);
    const disk = watchDisk(second);
    second.queue.start();
    for (let at = 0; at < paths.length; at += 1_000)
      valueOf(await second.queue.add(paths.slice(at, at + 1_000).map((path) => requestFor(path))));
    await second.queue.whenIdle();
    expect(disk).toEqual({ added: paths.map(() => "skipped"), commits: 0 });
    await second.queue.stop();
  });
});
