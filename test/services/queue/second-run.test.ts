import { describe, expect, it } from "vitest";
import { fail } from "../../../src/domain/result.ts";
import { requestFor } from "../../support/fakes/upload-queue.ts";
import { callsOf, nextRun, prepare, run, type Site } from "../../support/sites/runs-in-turn.ts";
import { valueOf } from "../../support/values/value-of.ts";

describe("files that were delivered by the run before", () => {
  it.each([1, 8, 40])("cost lists and no body, when there are %i", async (count) => {
    const { site, paths } = prepare(count);
    await run(site, paths);
    expect(callsOf(site, "put")).toBe(count);
    const second = nextRun(site);
    expect(new Set(await run(second, paths))).toEqual(new Set(["skipped"]));
    expect(callsOf(second, "put")).toBe(0);
    expect(callsOf(second, "list")).toBeLessThanOrEqual(Math.min(count, 8));
    expect(valueOf(second.transfers.receipts(100))).toHaveLength(count);
  });

  it("are sent where their objects are gone", async () => {
    const { site, paths } = prepare(3);
    await run(site, paths);
    const second = nextRun(site);
    second.store.objects.clear();
    expect(await run(second, paths)).toEqual(["delivered", "delivered", "delivered"]);
  });

  it("are sent under free names where that is asked for", async () => {
    const { site, paths } = prepare(2);
    await run(site, paths);
    const second = nextRun(site);
    await run(second, paths, "rename");
    expect(second.store.objects.size).toBe(4);
    expect(callsOf(second, "put")).toBe(2);
  });
});

describe("files that are new", () => {
  it.each([
    [8, 0],
    [9, 1],
    [40, 1],
  ])("cost, when there are %i, %i list", async (count, lists) => {
    const { site, paths } = prepare(count);
    expect(new Set(await run(site, paths))).toEqual(new Set(["delivered"]));
    expect([callsOf(site, "put"), callsOf(site, "list")]).toEqual([count, lists]);
  });

  it("are sent with a key that may not list: the store itself keeps what is there", async () => {
    const { site, paths } = prepare(40);
    const was = Buffer.from("was here before");
    site.store.objects.set("data/7.bin", { bytes: was, etag: "e", modifiedAtMs: 0 });
    let lists = 0;
    site.store.list = async () => {
      lists += 1;
      return fail({ code: "AccessDenied", right: "list", bucket: "inbox" });
    };
    const states = await run(site, paths);
    expect(states.filter((state) => state === "delivered")).toHaveLength(39);
    expect(site.store.objects.get("data/7.bin")?.bytes).toBe(was);
    expect(lists).toBe(1);
  });
});

/** Runs the files until the first put has been done; its answer is lost with the process. */
const killAtAnswer = async (site: Site, paths: readonly string[]) => {
  const { put } = site.store;
  site.store.put = async (params) => {
    await put(params);
    setImmediate(() => void site.queue.stop());
    return new Promise((_, reject) => {
      params.signal.addEventListener("abort", () => reject(params.signal.reason));
    });
  };
  await site.sendAll(...paths.map((path) => requestFor(path)));
  await site.queue.stop();
  site.store.put = put;
};

describe("after a kill", () => {
  it.each([0.01, 1])(
    "between an answer and its receipt, the file has one receipt (%d MiB)",
    async (mebibytes) => {
      const { site, paths } = prepare(1, mebibytes);
      await killAtAnswer(site, paths);
      const second = nextRun(site);
      expect(await run(second, paths)).toEqual(["delivered"]);
      expect(callsOf(second, "put")).toBe(mebibytes === 1 ? 0 : 1);
      const third = nextRun(second);
      expect(await run(third, paths)).toEqual(["skipped"]);
      expect(valueOf(third.transfers.receipts(9))).toHaveLength(1);
    },
  );

  it.each([0.01, 1, 11])(
    "of the run that looked at a delivered file again, it still has one receipt (%d MiB)",
    async (mebibytes) => {
      const { site, paths } = prepare(1, mebibytes);
      await run(site, paths);
      // Its second transfer has begun, and nothing tells how far it came.
      const second = nextRun(site);
      const { list, put } = second.store;
      const stopAt = async (params: { readonly signal: AbortSignal }) => {
        setImmediate(() => void second.queue.stop());
        return new Promise<never>((_, reject) => {
          params.signal.addEventListener("abort", () => reject(params.signal.reason));
        });
      };
      second.store.list = stopAt;
      second.store.put = stopAt;
      await second.sendAll(...paths.map((path) => requestFor(path)));
      await second.queue.stop();
      Object.assign(second.store, { list, put });
      const third = nextRun(second);
      expect(await run(third, paths)).toEqual(["skipped"]);
      expect(valueOf(third.transfers.receipts(9))).toHaveLength(1);
    },
  );
});
