import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  invertAll,
  selectAll,
  selectEntries,
} from "../../../../src/tui/screens/browser/change-selection.ts";
import {
  isSelected,
  emptySelection,
  toSelectedPaths,
  type Selectable,
  type Selection,
} from "../../../../src/tui/screens/browser/selection.ts";
import {
  selectionTotal,
  nextCountTask,
  nextUnsized,
  withSizes,
} from "../../../../src/tui/screens/browser/selection-counts.ts";

const file = (name: string, sizeBytes: number | null = 10): Selectable => ({
  name,
  isFolder: false,
  sizeBytes,
});
const folder = (name: string): Selectable => ({ name, isFolder: true, sizeBytes: null });
const flip = (selection: Selection, at: string, ...entries: Selectable[]) =>
  selectEntries(selection, at, entries, "flip");

describe("selection", () => {
  it("are one a file, and one a folder for all that is in it", () => {
    const selection = flip(flip(emptySelection, "/out", file("a.csv")), "/out", folder("scans"));
    expect(isSelected(selection, "/out", "a.csv")).toBe(true);
    expect(isSelected(selection, "/out/scans/deep", "p.tif")).toBe(true);
    expect(isSelected(selection, "/out", "b.csv")).toBe(false);
    expect(toSelectedPaths(selection)).toEqual(["/out/a.csv", "/out/scans"]);
  });

  it("go away the way they came, and leave nothing behind", () => {
    const once = flip(emptySelection, "/out", file("a"), folder("b"));
    expect(flip(once, "/out", file("a"), folder("b"))).toEqual(emptySelection);
  });

  it("of a folder swallow those inside it", () => {
    const inner = flip(emptySelection, "/out/scans/deep", file("p.tif"));
    expect(toSelectedPaths(flip(inner, "/out", folder("scans")))).toEqual(["/out/scans"]);
  });

  it("open a folder up when one thing in it is unticked, and keep its keys as they were", () => {
    const whole = flip(emptySelection, "/out", file("a"), folder("scans"));
    const selection = flip(whole, "/out/scans/deep", file("p.tif"));
    expect(isSelected(selection, "/out/scans/deep", "p.tif")).toBe(false);
    expect(isSelected(selection, "/out/scans/deep", "q.tif")).toBe(true);
    expect(isSelected(selection, "/out/scans", "other")).toBe(true);
    expect(toSelectedPaths(selection)).toEqual([
      "/out/a",
      { folder: "/out/scans", baseFolder: "/out", except: ["deep"], takes: "all" },
      { folder: "/out/scans/deep", baseFolder: "/out", except: ["p.tif"], takes: "all" },
    ]);
  });

  it("choose all of a folder without a select for each", () => {
    const selection = selectAll(flip(emptySelection, "/out", file("a")), "/out", false);
    expect(selection.get("/out")?.names.size).toBe(0);
    expect(isSelected(selection, "/out", "anything")).toBe(true);
    expect(isSelected(selection, "/out", ".hidden")).toBe(false);
    expect(toSelectedPaths(flip(selection, "/out", file("b")))).toEqual([
      { folder: "/out", baseFolder: "/out", except: ["b"], takes: "visible" },
    ]);
  });

  it("are turned round, twice back to where they were", () => {
    const one = flip(emptySelection, "/out", file("a"));
    const inverted = invertAll(one, "/out", false);
    expect(isSelected(inverted, "/out", "a")).toBe(false);
    expect(isSelected(inverted, "/out", "b")).toBe(true);
    expect(invertAll(inverted, "/out", false)).toEqual(one);
    const insideWhole = flip(emptySelection, "/", folder("out"));
    expect(isSelected(invertAll(insideWhole, "/out", true), "/out", "a")).toBe(false);
  });

  it("of a half-selected folder become what was not selected in it, with the keys of that folder", () => {
    const half = flip(flip(emptySelection, "/out", folder("scans")), "/out/scans", file("a.tif"));
    const inverted = invertAll(half, "/out", false);
    expect(toSelectedPaths(inverted)).toEqual([
      { path: "/out/scans/a.tif", baseFolder: "/out" },
      { folder: "/out", baseFolder: "/out", takes: "visible", except: ["scans"] },
    ]);
  });

  it("take no hidden name with those that are shown, whatever was selected before", () => {
    const opened = flip(flip(emptySelection, "/", folder("out")), "/out", file(".key"), file("a"));
    expect(isSelected(selectAll(opened, "/out", false), "/out", ".key")).toBe(false);
    expect(isSelected(selectAll(opened, "/out", false), "/out", "a")).toBe(true);
    const inHidden = flip(emptySelection, "/out/.git", file("HEAD"));
    expect(isSelected(selectAll(inHidden, "/out", false), "/out/.git", "HEAD")).toBe(true);
    expect(isSelected(invertAll(inHidden, "/out", false), "/out/.git", "HEAD")).toBe(true);
  });

  it("agree with a list of all files, whatever is selected in which order", () => {
    // Leaves of a small tree; the model is the set of selected leaves.
    const leaves = ["/a", "/x/b", "/x/c", "/x/y/d", "/x/y/e", "/z/f"];
    const nodes = [...leaves, "/x", "/x/y", "/z"];
    const step = fc.oneof(
      fc.record({ kind: fc.constant("flip" as const), at: fc.constantFrom(...nodes) }),
      fc.record({
        kind: fc.constant("all" as const),
        at: fc.constantFrom("/", "/x", "/x/y", "/z"),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let selection = emptySelection;
        const paths = new Set<string>();
        for (const { kind, at } of steps) {
          const below = leaves.filter(
            (leaf) => leaf === at || leaf.startsWith(at === "/" ? "/" : `${at}/`),
          );
          if (kind === "all") {
            selection = selectAll(selection, at, true);
            for (const leaf of below) paths.add(leaf);
            continue;
          }
          const parent = path.dirname(at);
          const name = path.basename(at);
          const wasOn = isSelected(selection, parent, name);
          selection = flip(selection, parent, leaves.includes(at) ? file(name) : folder(name));
          for (const leaf of below) {
            if (wasOn) paths.delete(leaf);
            else paths.add(leaf);
          }
        }
        const selected = leaves.filter((leaf) =>
          isSelected(selection, path.dirname(leaf), path.basename(leaf)),
        );
        expect(selected).toEqual(leaves.filter((leaf) => paths.has(leaf)));
      }),
    );
  });
});

describe("what is selected, in figures", () => {
  it("adds up files, and folders as they are counted one after the other", () => {
    const selection = flip(emptySelection, "/out", file("a", 5), folder("scans"), folder("more"));
    const none = new Map();
    expect(nextCountTask(selection, none)).toEqual({ key: "/out/scans", selected: "/out/scans" });
    expect(selectionTotal(selection, none)).toEqual({ files: 1, bytes: 5, isDone: false });
    const half = new Map([["/out/scans", { files: 41, bytes: 100, isDone: true }]]);
    expect(nextCountTask(selection, half)?.key).toBe("/out/more");
    const all = new Map(half).set("/out/more", { files: 1, bytes: 1, isDone: true });
    expect(nextCountTask(selection, all)).toBeNull();
    expect(selectionTotal(selection, all)).toEqual({ files: 43, bytes: 106, isDone: true });
  });

  it("counts all-but anew for other exceptions", () => {
    const all = selectAll(emptySelection, "/out", false);
    const key = nextCountTask(all, new Map())?.key ?? "";
    const counts = new Map([[key, { files: 2, bytes: 20, isDone: true }]]);
    expect(nextCountTask(all, counts)).toBeNull();
    expect(nextCountTask(flip(all, "/out", file("a")), counts)).not.toBeNull();
  });

  it("waits for the sizes of files selected before they were read", () => {
    const selection = flip(emptySelection, "/out", file("a", null), file("b", null), file("c", 1));
    expect(nextUnsized(selection, 1)).toEqual({ folder: "/out", names: ["a"] });
    const sized = withSizes(selection, "/out", new Map([["a", 7]]));
    expect(nextUnsized(sized, 9)).toEqual({ folder: "/out", names: ["b"] });
    expect(selectionTotal(sized, new Map())).toEqual({ files: 3, bytes: 8, isDone: false });
  });
});
