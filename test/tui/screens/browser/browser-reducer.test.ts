import { describe, expect, it } from "vitest";
import { defaultPreferences } from "../../../../src/domain/settings.ts";
import {
  createBrowserState,
  folderAtCursor,
} from "../../../../src/tui/screens/browser/browser-state.ts";
import { isSelected, toSelectedPaths } from "../../../../src/tui/screens/browser/selection.ts";
import { cursorName, entry, namesOf, opened, partRead, read, run } from "./browser-events.ts";

describe("the cursor of the browser", () => {
  it("stands on the first entry while chunks come in, until a key moves it", () => {
    const state = read(opened("m.csv"), "a.csv");
    expect(cursorName(state)).toBe("a.csv");
    const moved = run(state, { type: "moved", by: 1 });
    expect(cursorName(moved)).toBe("m.csv");
    const later = read(moved, "b.csv", "c.csv", "z.csv");
    expect(cursorName(later)).toBe("m.csv");
  });

  it("stays on its line of the screen while entries come in above it", () => {
    const names = Array.from({ length: 50 }, (_, index) => `m-${10 + index}`);
    const moved = run(opened(...names), { type: "moved", by: 30 });
    const line = moved.position.cursor - moved.position.top;
    const later = read(moved, "a", "b", "c");
    expect(cursorName(later)).toBe(cursorName(moved));
    expect(later.position.cursor - later.position.top).toBe(line);
  });

  it("comes back to where it stood in a folder, and to the folder one comes up from", () => {
    const state = run(opened("a/", "b/", "c.csv"), { type: "moved", by: 1 });
    expect(folderAtCursor(state)).toBe("/out/b");
    const inside = run(state, { type: "folderOpened", folder: "/out/b" });
    const atFile = run(read(inside, "x", "y", "z"), { type: "moved", by: 2 });
    expect(cursorName(atFile)).toBe("z");
    const up = read(run(atFile, { type: "folderOpened", folder: "/out" }), "a/", "b/", "c.csv");
    expect(cursorName(up)).toBe("b");
    const again = run(up, { type: "folderOpened", folder: "/out/b" });
    expect(cursorName(read(again, "x", "y", "z"))).toBe("z");
  });

  it("finds the remembered entry although it comes in a later chunk", () => {
    const state = run(opened("a/", "z.csv"), { type: "jumped", to: "end" });
    const back = run(
      state,
      { type: "folderOpened", folder: "/out/a" },
      { type: "folderOpened", folder: "/other" },
      { type: "folderOpened", folder: "/out" },
    );
    expect(cursorName(read(read(back, "a/"), "z.csv"))).not.toBe("..");
    const first = run(back, partRead(back, [entry("a/")]));
    const second = run(first, partRead(first, [entry("z.csv")]));
    expect(cursorName(second)).toBe("z.csv");
  });

  it("has the parent above the first entry, and none at the root", () => {
    const state = run(opened("a"), { type: "jumped", to: "start" });
    expect(folderAtCursor(state)).toBe("/");
    const root = read(createBrowserState("/", defaultPreferences), "etc/");
    expect(folderAtCursor(run(root, { type: "jumped", to: "start" }))).toBe("/etc");
  });

  it("is not lost when a filter takes its entry away", () => {
    const state = run(
      opened("a", "b", "c"),
      { type: "jumped", to: "end" },
      { type: "filterTyped", text: "a" },
    );
    expect(cursorName(state)).toBe("a");
  });
});

describe("choosing in the browser", () => {
  it("selects and moves down", () => {
    const state = run(opened("a", "b", "c"), { type: "selected" }, { type: "selected" });
    expect(toSelectedPaths(state.selection)).toEqual(["/out/a", "/out/b"]);
    expect(cursorName(state)).toBe("c");
  });

  it("does not select the parent, nor what cannot be sent", () => {
    const base = createBrowserState("/out", defaultPreferences);
    const entries = [entry("sock", { kind: "socket" }), entry("odd", { isUtf8: false })];
    const state = run(base, partRead(base, entries));
    const tried = run(
      state,
      { type: "jumped", to: "start" },
      { type: "selected" },
      { type: "selected" },
      { type: "selected" },
    );
    expect(toSelectedPaths(tried.selection)).toEqual([]);
  });

  it("takes only what the filter shows, for all and for inverting", () => {
    const state = run(opened("a.csv", "b.csv", "c.pdf"), { type: "filterTyped", text: ".csv" });
    const all = run(state, { type: "allSelected" });
    expect(toSelectedPaths(all.selection)).toEqual(["/out/a.csv", "/out/b.csv"]);
    const flipped = run(all, { type: "moved", by: 0 }, { type: "selected" }, { type: "inverted" });
    expect(toSelectedPaths(flipped.selection)).toEqual(["/out/a.csv"]);
  });

  it("chooses all of a large folder with one rule", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `f-${index}`);
    const state = run(opened(...names), { type: "allSelected" });
    expect(state.selection.get("/out")?.names.size).toBe(0);
    expect(isSelected(state.selection, "/out", "f-19999")).toBe(true);
    const none = run(state, { type: "inverted" });
    expect(toSelectedPaths(none.selection)).toEqual([]);
  });

  it("puts the cursor on the first match of a filter", () => {
    const state = run(opened("a.csv", "b.csv", "b.pdf"), { type: "jumped", to: "end" });
    expect(cursorName(run(state, { type: "filterTyped", text: "b" }))).toBe("b.csv");
  });

  it("closes the filter first, then the selection after one more", () => {
    const state = run(
      opened("a", "b"),
      { type: "selected" },
      { type: "filterOpened" },
      { type: "filterTyped", text: "b" },
    );
    const first = run(state, { type: "layerClosed" });
    expect([namesOf(first), first.isFiltering, first.selection.size]).toEqual([
      ["a", "b"],
      false,
      1,
    ]);
    const second = run(first, { type: "layerClosed" });
    expect([second.selection.size, second.isClearing]).toEqual([1, true]);
    const other = run(second, { type: "moved", by: 1 }, { type: "layerClosed" });
    expect(other.selection.size).toBe(1);
    const third = run(second, { type: "layerClosed" });
    expect(third.selection.size).toBe(0);
    expect(run(third, { type: "layerClosed" })).toBe(third);
  });
});
