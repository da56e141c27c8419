import { emptyFolder, unpackFolder } from "../../../src/domain/packed-folder.ts";
import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import type { FileSource } from "../../../src/services/ports/file-source.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { listFolder } from "../../../src/services/selection/list-folder.ts";
import { createTreeSource } from "../../support/fakes/tree-source.ts";

const partsOf = async (files: FileSource, folder: string, nowMs?: () => number) => {
  const sizes: number[] = [];
  let names: readonly string[] = [];
  const errors: string[] = [];
  const { signal } = new AbortController();
  for await (const part of listFolder({ files, folder, signal, nowMs })) {
    if (!part.ok) {
      errors.push(part.error.code);
      continue;
    }
    names = unpackFolder(part.value).map(({ name }) => name);
    sizes.push(names.length);
  }
  return { sizes, names, errors };
};

describe("listing a folder", () => {
  it("gives what is read first at once, and then what has come in a tenth of a second", async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `f-${1000 + index}`);
    const tree = { big: Object.fromEntries(names.map((name) => [name, 1])) };
    let time = 1000;
    const files = createTreeSource(tree, 100);
    const { sizes, names: seen } = await partsOf(files, "/big", () => (time += 10));
    expect(sizes[0]).toBe(100);
    expect(sizes.length).toBeLessThan(5);
    expect(seen).toEqual(names);
  });

  const large = Array.from({ length: 2500 }, (_, index) => `f-${String(index).padStart(4, "0")}`);
  const largeTree = { big: Object.fromEntries(large.map((name) => [name, 1])) };

  it("gives a large folder as a whole after its first rows", async () => {
    const { sizes, names } = await partsOf(createTreeSource(largeTree, 1000), "/big");
    expect(sizes).toEqual([1000, 2500]);
    expect(names).toEqual(large);
  });

  it("takes a reading that has begun already for the whole, and reads by no other job", async () => {
    const files: FileSource = {
      ...createTreeSource(largeTree, 1000),
      listAll: () => expect.fail("it was read by another job"),
    };
    const { signal } = new AbortController();
    const begun = Promise.resolve(emptyFolder);
    const counts: number[] = [];
    for await (const part of listFolder({ files, folder: "/big", signal, begun }))
      if (part.ok) counts.push(part.value.marks.length);
    expect(counts).toEqual([1000, 0]);
  });

  it("goes on in parts where the whole cannot be had, or not soon", async () => {
    const tree = createTreeSource(largeTree, 1000);
    const refused: FileSource = {
      ...tree,
      listAll: async (path) => fail({ code: "FileUnreadable", path, reason: "no permission" }),
    };
    expect((await partsOf(refused, "/big")).names).toEqual(large);
    const slow: FileSource = { ...tree, listAll: () => Promise.withResolvers<never>().promise };
    expect((await partsOf(slow, "/big")).names).toEqual(large);
  });

  it("packs for a fifth of the time at the most, however long the packing of a large folder takes", async () => {
    const names = Array.from({ length: 4000 }, (_, index) => `f-${1000 + index}`);
    const tree = createTreeSource({ big: Object.fromEntries(names.map((name) => [name, 1])) }, 100);
    let timeMs = 1000;
    const files: FileSource = {
      ...tree,
      async *list(folder, signal) {
        for await (const chunk of tree.list(folder, signal)) {
          timeMs += 100; // what the disk takes for a chunk
          yield chunk;
        }
      },
    };
    // Each look at the clock takes 40 ms, and so does each packing, between two of them.
    const { sizes, names: seen } = await partsOf(files, "/big", () => (timeMs += 40));
    expect(sizes.slice(0, 3)).toEqual([100, 300, 500]);
    expect(seen).toEqual(names);
  });

  it("gives nothing for an empty folder, and the reason for one that is gone", async () => {
    const files = createTreeSource({ empty: {} });
    expect(await partsOf(files, "/empty")).toEqual({ sizes: [], names: [], errors: [] });
    expect((await partsOf(files, "/gone")).errors).toEqual(["FileVanished"]);
  });

  it("gives what was read before a folder broke off", async () => {
    const tree = createTreeSource({ a: { one: 1, two: 2 } });
    const files: FileSource = {
      ...tree,
      async *list() {
        const entries: FolderEntry[] = [];
        for await (const chunk of tree.list("/a", new AbortController().signal)) {
          if (chunk.ok) entries.push(...chunk.value);
        }
        yield ok(entries);
        yield fail({ code: "FileVanished", path: "/a" });
      },
    };
    expect(await partsOf(files, "/a")).toEqual({
      sizes: [2],
      names: ["one", "two"],
      errors: ["FileVanished"],
    });
  });
});
