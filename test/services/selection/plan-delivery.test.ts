import { describe, expect, it } from "vitest";
import { planDelivery } from "../../../src/services/selection/plan-delivery.ts";
import { createTreeSource, type Node } from "../../support/fakes/tree-source.ts";

const plan = (
  tree: { readonly [name: string]: Node },
  selected: readonly string[],
  prefix = "in/",
) =>
  planDelivery({
    files: createTreeSource(tree),
    selected,
    prefix,
    signal: new AbortController().signal,
  });

describe("planning a delivery", () => {
  it("keeps the structure of folders below the prefix, and adds up", async () => {
    const { files, skipped, totalBytes } = await plan(
      { home: { "a.csv": 10, scans: { "p.tif": 20, old: { "q.tif": 30 } } } },
      ["/home/a.csv", "/home/scans"],
    );
    expect(files.map(({ key }) => key)).toEqual([
      "in/a.csv",
      "in/scans/p.tif",
      "in/scans/old/q.tif",
    ]);
    expect(totalBytes).toBe(60);
    expect(skipped).toEqual([]);
  });

  it("sends none of two files that want one key, and names both", async () => {
    const { files, skipped } = await plan({ a: { "x.csv": 1, "only.csv": 2 }, b: { "x.csv": 3 } }, [
      "/a/x.csv",
      "/a/only.csv",
      "/b/x.csv",
    ]);
    expect(files.map(({ key }) => key)).toEqual(["in/only.csv"]);
    const error = { code: "KeyCollision", key: "in/x.csv", paths: ["/a/x.csv", "/b/x.csv"] };
    expect(skipped).toEqual([
      { path: "/a/x.csv", error },
      { path: "/b/x.csv", error },
    ]);
  });

  it("finds a collision of two forms of one name in one folder", async () => {
    const { files, skipped } = await plan({ a: { "caf\u00E9": 1, "cafe\u0301": 2 } }, ["/a"]);
    expect(files).toEqual([]);
    expect(skipped).toHaveLength(2);
  });

  it("names a key of 1,025 bytes before anything is sent", async () => {
    const name = "n".repeat(255);
    const deep = { [name]: { [name]: { [name]: { [name]: 1 } } } };
    const { files, skipped } = await plan({ a: deep }, [`/a/${name}`], "");
    expect(files).toHaveLength(1);
    const longest = await plan({ a: deep }, [`/a/${name}`], "ab");
    expect(skipped).toEqual([]);
    expect(longest.skipped[0]?.error).toMatchObject({ code: "KeyTooLong", bytes: 1025 });
  });

  it("names a file that is larger than S3 takes", async () => {
    const { files, skipped, totalBytes } = await plan({ a: { big: 6 * 1024 ** 4, small: 1 } }, [
      "/a/big",
      "/a/small",
    ]);
    expect(files).toHaveLength(1);
    expect(totalBytes).toBe(1);
    expect(skipped[0]?.error).toMatchObject({ code: "FileTooLarge", sizeBytes: 6 * 1024 ** 4 });
  });
});
