import { describe, expect, it } from "vitest";
import type { FoundName } from "../../../src/domain/found-name.ts";
import { findNames } from "../../../src/services/selection/find-names.ts";
import { createTreeSource, type Node } from "../../support/fakes/tree-source.ts";

const tree: { readonly [name: string]: Node } = {
  out: {
    "invoice.csv": 1,
    ".invoice.bak": 1,
    deep: { deeper: { "Invoice-2.csv": 1, back: { link: "/out" } } },
    invoices: { "readme.txt": 1 },
    locked: { unreadable: true },
    ".git": { "invoice.csv": 1 },
    elsewhere: { link: "/etc" },
  },
  etc: { "invoice-of-others.csv": 1 },
};

const find = async (text: string, withHidden = false): Promise<readonly FoundName[]> => {
  const { signal } = new AbortController();
  const files = createTreeSource(tree, 2);
  const found: FoundName[] = [];
  for await (const batch of findNames({ files, folder: "/out", text, withHidden, signal }))
    found.push(...batch);
  return found;
};

describe("names below a folder", () => {
  it("are found in every folder, the nearest first, whatever their case, and through no link", async () => {
    expect(await find("invoice")).toEqual([
      { path: "/out/invoice.csv", isFolder: false },
      { path: "/out/invoices", isFolder: true },
      { path: "/out/deep/deeper/Invoice-2.csv", isFolder: false },
    ]);
  });

  it("of one folder are in order, whatever order the disk has", async () => {
    const scans = { "p-3.tif": 1, "p-1.tif": 1, "p-2.tif": 1 };
    const files = createTreeSource({ scans }, 9);
    const { signal } = new AbortController();
    const params = { files, folder: "/scans", text: "p-", withHidden: false, signal };
    const { value } = await findNames(params).next();
    expect(value?.map(({ path }: FoundName) => path)).toEqual([
      "/scans/p-1.tif",
      "/scans/p-2.tif",
      "/scans/p-3.tif",
    ]);
  });

  it("that are hidden are found where these are shown", async () => {
    const paths = (await find("invoice", true)).map((one) => one.path);
    expect(paths).toContain("/out/.invoice.bak");
    expect(paths).toContain("/out/.git/invoice.csv");
    expect(paths).not.toContain("/etc/invoice-of-others.csv");
  });

  it("are no longer looked for after an abort", async () => {
    const stop = new AbortController();
    const files = createTreeSource(tree, 1);
    const search = findNames({
      files,
      folder: "/out",
      text: "i",
      withHidden: true,
      signal: stop.signal,
    });
    await search.next();
    stop.abort(new Error("left"));
    await expect(search.next()).rejects.toThrow("left");
  });
});
