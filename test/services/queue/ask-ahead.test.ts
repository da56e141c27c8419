import { describe, expect, it } from "vitest";
import { unknownAbilities } from "../../../src/domain/store-abilities.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";

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
