import { isWholeFolder, unpackFolder } from "../../../src/domain/packed-folder.ts";
import { describe, expect, it } from "vitest";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import type { FileSource } from "../../../src/services/ports/file-source.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { listFolder } from "../../../src/services/browser/list-folder.ts";
import { createTreeSource } from "../../support/tree-source.ts";

const chunksOf = async (files: FileSource, folder: string, nowMs?: () => number) => {
  const sizes: number[] = [];
  const names: string[] = [];
  const errors: string[] = [];
  const { signal } = new AbortController();
  for await (const chunk of listFolder({ files, folder, signal, nowMs })) {
    if (!chunk.ok) {
      errors.push(chunk.error.code);
      continue;
    }
    const isWhole = isWholeFolder(chunk.value);
    const entries = isWhole ? unpackFolder(chunk.value) : chunk.value;
    if (isWhole) names.length = 0;
    sizes.push(entries.length);
    for (const { name } of entries) names.push(name);
  }
  return { sizes, names, errors };
};

describe("listing a folder", () => {
  it("gives what is read first at once, and then what has come in a tenth of a second", async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `f-${index}`);
    const tree = { big: Object.fromEntries(names.map((name) => [name, 1])) };
    let time = 1000;
    const files = createTreeSource(tree, 100);
    const { sizes, names: seen } = await chunksOf(files, "/big", () => (time += 10));
    expect(sizes[0]).toBe(100);
    expect(sizes.length).toBeLessThan(5);
    expect(seen).toEqual(names);
  });

  const large = Array.from({ length: 2500 }, (_, index) => `f-${String(index).padStart(4, "0")}`);
  const largeTree = { big: Object.fromEntries(large.map((name) => [name, 1])) };

  it("gives a large folder as a whole after its first rows", async () => {
    const { sizes, names } = await chunksOf(createTreeSource(largeTree, 1000), "/big");
    expect(sizes).toEqual([1000, 2500]);
    expect(names).toEqual(large);
  });

  it("goes on in parts where the whole cannot be had, or not soon", async () => {
    const tree = createTreeSource(largeTree, 1000);
    const refused: FileSource = {
      ...tree,
      listWhole: async (path) => fail({ code: "FileUnreadable", path, reason: "no permission" }),
    };
    expect((await chunksOf(refused, "/big")).names).toEqual(large);
    const slow: FileSource = { ...tree, listWhole: () => Promise.withResolvers<never>().promise };
    expect((await chunksOf(slow, "/big")).names).toEqual(large);
  });

  it("gives nothing for an empty folder, and the reason for one that is gone", async () => {
    const files = createTreeSource({ empty: {} });
    expect(await chunksOf(files, "/empty")).toEqual({ sizes: [], names: [], errors: [] });
    expect((await chunksOf(files, "/gone")).errors).toEqual(["FileVanished"]);
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
    expect(await chunksOf(files, "/a")).toEqual({
      sizes: [2],
      names: ["one", "two"],
      errors: ["FileVanished"],
    });
  });
});
