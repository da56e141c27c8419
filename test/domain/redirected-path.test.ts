import { describe, expect, it } from "vitest";
import { objectKey } from "../../src/domain/object-key.ts";
import { redirectedPath } from "../../src/domain/redirected-path.ts";
import { ok } from "../../src/domain/result.ts";

const newKey = (path: string, key: string, prefix: string) =>
  objectKey({ ...redirectedPath(path, key, prefix), prefix: "other/", separator: "/" });

describe("a file that goes to another destination", () => {
  it.each([
    ["/data/scans/a.tif", "in/scans/a.tif", "in/", "other/scans/a.tif"],
    ["/data/scans/a.tif", "in/a.tif", "in/", "other/a.tif"],
    ["/data/scans/a.tif", "scans/a.tif", "", "other/scans/a.tif"],
    // Renamed on its way, or of another prefix: its own name is left.
    ["/data/scans/a.tif", "in/scans/a (2).tif", "in/", "other/a.tif"],
    ["/data/scans/a.tif", "elsewhere/scans/a.tif", "in/", "other/a.tif"],
    ["/a.tif", "in/a.tif", "in/", "other/a.tif"],
  ])("%s, which was to be %s, keeps the folders of its key", (path, key, prefix, expected) => {
    expect(newKey(path, key, prefix)).toEqual(ok(expected));
  });
});
