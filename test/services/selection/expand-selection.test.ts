import { describe, expect, it } from "vitest";
import type { SelectedPath } from "../../../src/domain/delivery-plan.ts";
import { expandSelection, type Found } from "../../../src/services/selection/expand-selection.ts";
import { createTreeSource, type Node } from "../../support/fakes/tree-source.ts";
import { isFullRun } from "../../support/values/run-size.ts";

const expand = async (
  tree: { readonly [name: string]: Node },
  selected: readonly SelectedPath[],
  { signal = new AbortController().signal, followsLinks = false } = {},
) => {
  const progress: [number, number][] = [];
  const all: Found[] = [];
  const batches = expandSelection({
    files: createTreeSource(tree),
    selected,
    followsLinks,
    onProgress: (files, bytes) => progress.push([files, bytes]),
    signal,
  });
  for await (const batch of batches) all.push(...batch);
  const files = all.flatMap((one) => ("fingerprint" in one ? [one] : []));
  const skipped = all.flatMap((one) => ("error" in one ? [one] : []));
  return { files, skipped, progress };
};

const pathsOf = (found: readonly { readonly path: string }[]) => found.map((one) => one.path);

describe("expanding a selection", () => {
  it("gives files as they are, and folders with all that is inside, hidden files too", async () => {
    const tree = {
      out: { "a.csv": 1, scans: { "2.tif": 2, "1.tif": 3, deep: { ".note": 4 }, empty: {} } },
    };
    const { files, skipped, progress } = await expand(tree, ["/out/a.csv", "/out/scans"]);
    expect(pathsOf(files)).toEqual([
      "/out/a.csv",
      "/out/scans/1.tif",
      "/out/scans/2.tif",
      "/out/scans/deep/.note",
    ]);
    expect(new Set(files.map(({ baseFolder }) => baseFolder))).toEqual(new Set(["/out"]));
    expect(skipped).toEqual([]);
    expect(progress.at(-1)).toEqual([4, 10]);
  });

  it("takes most of a folder: without the exceptions, and without hidden names unless wanted", async () => {
    const tree = { out: { "a.csv": 1, "b.csv": 1, ".c": 1, d: { ".e": 1 } } };
    const without = {
      folder: "/out",
      baseFolder: "/out",
      except: ["b.csv"],
      takes: "visible",
    } as const;
    expect(pathsOf((await expand(tree, [without])).files)).toEqual(["/out/a.csv", "/out/d/.e"]);
    const { files } = await expand(tree, [{ ...without, takes: "all" }]);
    expect(pathsOf(files)).toEqual(["/out/.c", "/out/a.csv", "/out/d/.e"]);
    expect(files[2]?.baseFolder).toBe("/out");
    const hidden = await expand(tree, [{ ...without, takes: "hidden" }]);
    expect(pathsOf(hidden.files)).toEqual(["/out/.c"]);
  });

  it("keeps the structure from a folder further up, where the choice says so", async () => {
    const tree = { out: { d: { "e.csv": 1, f: { "g.csv": 1 } } } };
    const { files } = await expand(tree, [
      { path: "/out/d/e.csv", baseFolder: "/out" },
      { path: "/out/d/f", baseFolder: "/out" },
    ]);
    expect(pathsOf(files)).toEqual(["/out/d/e.csv", "/out/d/f/g.csv"]);
    expect(files.map(({ baseFolder }) => baseFolder)).toEqual(["/out", "/out"]);
  });

  it("sends a file once that was selected itself and lies in a selected folder", async () => {
    const tree = { out: { scans: { "1.tif": 1, "2.tif": 1 } } };
    const { files } = await expand(tree, ["/out/scans/1.tif", "/out/scans", "/out/scans"]);
    expect(pathsOf(files)).toEqual(["/out/scans/1.tif", "/out/scans/2.tif"]);
    const apart = await expand(tree, [
      { folder: "/out/scans", baseFolder: "/out", except: ["1.tif"], takes: "visible" },
      "/out/scans/1.tif",
      "/out/scans/2.tif",
    ]);
    expect(Object.fromEntries(apart.files.map((one) => [one.path, one.baseFolder]))).toEqual({
      "/out/scans/1.tif": "/out/scans",
      "/out/scans/2.tif": "/out",
    });
  });

  it("follows links within the folder, and cuts one back into a folder around it", async () => {
    const tree = {
      out: {
        a: { up: { link: "/out" }, "1": 1 },
        data: { link: "/out/.data" },
        "latest.csv": { link: "/out/.data/x.bin" },
        ".data": { "x.bin": 5 },
        me: { link: "/out/me" },
      },
    };
    const { files, skipped } = await expand(tree, [
      { folder: "/out", baseFolder: "/out", except: [], takes: "visible" },
    ]);
    expect(pathsOf(files)).toEqual(["/out/latest.csv", "/out/a/1", "/out/data/x.bin"]);
    expect(skipped).toEqual([
      { path: "/out/me", error: { code: "FileVanished", path: "/out/me" } },
      { path: "/out/a/up", error: { code: "NotAFile", path: "/out/a/up", is: "link loop" } },
    ]);
  });

  const planted = {
    out: {
      a: { "b.csv": { link: "/private/id_rsa" }, "c.csv": 1 },
      dir: { link: "/private" },
      sibling: { link: "/out-of-here" },
      twice: { link: "/out/dir" },
    },
    private: { id_rsa: 7 },
    "out-of-here": { "d.csv": 1 },
    way: { link: "/out" },
  };

  it.each([["/out"], ["/way"]])(
    "names links that lead out of %s, and does not follow them",
    async (folder) => {
      const { files, skipped } = await expand(planted, [folder]);
      expect(pathsOf(files)).toEqual([`${folder}/a/c.csv`]);
      const error = (name: string) => {
        const at = `${folder}/${name}`;
        return { path: at, error: { code: "NotAFile", path: at, is: "link outside" } };
      };
      expect(skipped).toEqual(["a/b.csv", "dir", "sibling", "twice"].map(error));
    },
  );

  it("follows them where that is wanted", async () => {
    const { files, skipped } = await expand(planted, ["/out"], { followsLinks: true });
    expect(pathsOf(files)).toEqual([
      "/out/a/b.csv",
      "/out/a/c.csv",
      "/out/dir/id_rsa",
      "/out/sibling/d.csv",
      "/out/twice/id_rsa",
    ]);
    expect(skipped).toEqual([]);
  });

  it("follows a link that was selected itself", async () => {
    const { files } = await expand(planted, ["/out/a/b.csv", "/out/sibling"]);
    expect(pathsOf(files)).toEqual(["/out/a/b.csv", "/out/sibling/d.csv"]);
  });

  it("goes on after what cannot be read, and says why each was skipped", async () => {
    const tree = {
      out: {
        "locked.pdf": { unreadable: true },
        pipe: { special: "pipe" },
        sock: { special: "socket" },
        gone: { link: "/nowhere" },
        "bad\u{FFFD}": 1,
        "good.pdf": 7,
      },
    } as const;
    const { files, skipped } = await expand(tree, ["/out", "/missing"]);
    expect(pathsOf(files)).toEqual(["/out/good.pdf"]);
    const reasons = skipped.map(({ path, error }) => [
      path,
      error.code === "NotAFile" ? error.is : error.code,
    ]);
    expect(Object.fromEntries(reasons)).toEqual({
      "/out/bad\u{FFFD}": "NameNotUtf8",
      "/out/pipe": "pipe",
      "/out/sock": "socket",
      "/out/gone": "FileVanished",
      "/out/locked.pdf": "FileUnreadable",
      "/missing": "FileVanished",
    });
  });

  const count = isFullRun ? 100_000 : 10_000;

  it(`walks ${count} files batch by batch`, { timeout: 60_000 }, async () => {
    const names = Array.from({ length: count }, (_, index) => [`f-${index}`, 1] as const);
    let largest = 0;
    let files = 0;
    const batches = expandSelection({
      files: createTreeSource({ out: Object.fromEntries(names) }, 5000),
      selected: ["/out"],
      signal: new AbortController().signal,
    });
    for await (const batch of batches) {
      largest = Math.max(largest, batch.length);
      files += batch.length;
    }
    expect(files).toBe(count);
    expect(largest).toBeLessThanOrEqual(64);
  });

  it("stops when it is aborted, with the reason", async () => {
    const stop = new AbortController();
    const reason = new Error("the person went back");
    stop.abort(reason);
    await expect(expand({ out: { a: 1 } }, ["/out"], { signal: stop.signal })).rejects.toBe(reason);
  });
});
