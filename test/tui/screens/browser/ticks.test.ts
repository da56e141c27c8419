import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  invertAll,
  isTicked,
  noTicks,
  tickAll,
  tickEntries,
  toChosen,
  type Tickable,
  type Ticks,
} from "../../../../src/tui/screens/browser/ticks.ts";
import {
  chosenTotal,
  nextCountTask,
  nextUnsized,
  withSizes,
} from "../../../../src/tui/screens/browser/tick-counts.ts";

const file = (name: string, sizeBytes: number | null = 10): Tickable => ({
  name,
  isFolder: false,
  sizeBytes,
});
const folder = (name: string): Tickable => ({ name, isFolder: true, sizeBytes: null });
const flip = (ticks: Ticks, at: string, ...entries: Tickable[]) =>
  tickEntries(ticks, at, entries, "flip");

describe("ticks", () => {
  it("are one a file, and one a folder for all that is in it", () => {
    const ticks = flip(flip(noTicks, "/out", file("a.csv")), "/out", folder("scans"));
    expect(isTicked(ticks, "/out", "a.csv")).toBe(true);
    expect(isTicked(ticks, "/out/scans/deep", "p.tif")).toBe(true);
    expect(isTicked(ticks, "/out", "b.csv")).toBe(false);
    expect(toChosen(ticks)).toEqual(["/out/a.csv", "/out/scans"]);
  });

  it("go away the way they came, and leave nothing behind", () => {
    const once = flip(noTicks, "/out", file("a"), folder("b"));
    expect(flip(once, "/out", file("a"), folder("b"))).toEqual(noTicks);
  });

  it("of a folder swallow those inside it", () => {
    const inner = flip(noTicks, "/out/scans/deep", file("p.tif"));
    expect(toChosen(flip(inner, "/out", folder("scans")))).toEqual(["/out/scans"]);
  });

  it("open a folder up when one thing in it is unticked, and keep its keys as they were", () => {
    const whole = flip(noTicks, "/out", file("a"), folder("scans"));
    const ticks = flip(whole, "/out/scans/deep", file("p.tif"));
    expect(isTicked(ticks, "/out/scans/deep", "p.tif")).toBe(false);
    expect(isTicked(ticks, "/out/scans/deep", "q.tif")).toBe(true);
    expect(isTicked(ticks, "/out/scans", "other")).toBe(true);
    expect(toChosen(ticks)).toEqual([
      "/out/a",
      { folder: "/out/scans", baseFolder: "/out", except: ["deep"], withHidden: true },
      { folder: "/out/scans/deep", baseFolder: "/out", except: ["p.tif"], withHidden: true },
    ]);
  });

  it("choose all of a folder without a tick for each", () => {
    const ticks = tickAll(flip(noTicks, "/out", file("a")), "/out", false);
    expect(ticks.get("/out")?.names.size).toBe(0);
    expect(isTicked(ticks, "/out", "anything")).toBe(true);
    expect(isTicked(ticks, "/out", ".hidden")).toBe(false);
    expect(toChosen(flip(ticks, "/out", file("b")))).toEqual([
      { folder: "/out", baseFolder: "/out", except: ["b"], withHidden: false },
    ]);
  });

  it("are turned round, twice back to where they were", () => {
    const entries = new Map([file("a"), file("b")].map((entry) => [entry.name, entry]));
    const entryOf = (name: string) => entries.get(name);
    const one = flip(noTicks, "/out", file("a"));
    const inverted = invertAll(one, "/out", false, entryOf);
    expect(isTicked(inverted, "/out", "a")).toBe(false);
    expect(isTicked(inverted, "/out", "b")).toBe(true);
    expect(invertAll(inverted, "/out", false, entryOf)).toEqual(one);
    const insideWhole = flip(noTicks, "/", folder("out"));
    expect(isTicked(invertAll(insideWhole, "/out", true, entryOf), "/out", "a")).toBe(false);
  });

  it("agree with a list of all files, whatever is ticked in which order", () => {
    // Leaves of a small tree; the model is the set of chosen leaves.
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
        let ticks = noTicks;
        const chosen = new Set<string>();
        for (const { kind, at } of steps) {
          const below = leaves.filter(
            (leaf) => leaf === at || leaf.startsWith(at === "/" ? "/" : `${at}/`),
          );
          if (kind === "all") {
            ticks = tickAll(ticks, at, true);
            for (const leaf of below) chosen.add(leaf);
            continue;
          }
          const parent = path.dirname(at);
          const name = path.basename(at);
          const wasOn = isTicked(ticks, parent, name);
          ticks = flip(ticks, parent, leaves.includes(at) ? file(name) : folder(name));
          for (const leaf of below) {
            if (wasOn) chosen.delete(leaf);
            else chosen.add(leaf);
          }
        }
        const ticked = leaves.filter((leaf) =>
          isTicked(ticks, path.dirname(leaf), path.basename(leaf)),
        );
        expect(ticked).toEqual(leaves.filter((leaf) => chosen.has(leaf)));
      }),
    );
  });
});

describe("what is chosen, in figures", () => {
  it("adds up files, and folders as they are counted one after the other", () => {
    const ticks = flip(noTicks, "/out", file("a", 5), folder("scans"), folder("more"));
    const none = new Map();
    expect(nextCountTask(ticks, none)).toEqual({ key: "/out/scans", chosen: "/out/scans" });
    expect(chosenTotal(ticks, none)).toEqual({ files: 1, bytes: 5, isDone: false });
    const half = new Map([["/out/scans", { files: 41, bytes: 100, isDone: true }]]);
    expect(nextCountTask(ticks, half)?.key).toBe("/out/more");
    const all = new Map(half).set("/out/more", { files: 1, bytes: 1, isDone: true });
    expect(nextCountTask(ticks, all)).toBeNull();
    expect(chosenTotal(ticks, all)).toEqual({ files: 43, bytes: 106, isDone: true });
  });

  it("counts all-but anew for other exceptions", () => {
    const all = tickAll(noTicks, "/out", false);
    const key = nextCountTask(all, new Map())?.key ?? "";
    const counts = new Map([[key, { files: 2, bytes: 20, isDone: true }]]);
    expect(nextCountTask(all, counts)).toBeNull();
    expect(nextCountTask(flip(all, "/out", file("a")), counts)).not.toBeNull();
  });

  it("waits for the sizes of files ticked before they were read", () => {
    const ticks = flip(noTicks, "/out", file("a", null), file("b", null), file("c", 1));
    expect(nextUnsized(ticks, 1)).toEqual({ folder: "/out", names: ["a"] });
    const sized = withSizes(ticks, "/out", new Map([["a", 7]]));
    expect(nextUnsized(sized, 9)).toEqual({ folder: "/out", names: ["b"] });
    expect(chosenTotal(sized, new Map())).toEqual({ files: 3, bytes: 8, isDone: false });
  });
});
