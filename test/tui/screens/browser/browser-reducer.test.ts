import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPreferences } from "../../../../src/domain/settings.ts";
import type { FolderEntry } from "../../../../src/domain/folder-entry.ts";
import {
  browserReducer,
  type BrowserEvent,
} from "../../../../src/tui/screens/browser/browser-reducer.ts";
import {
  createBrowserState,
  entryAt,
  folderAtCursor,
  type BrowserState,
} from "../../../../src/tui/screens/browser/browser-state.ts";
import { packEntries } from "../../../support/pack-entries.ts";
import { isTicked, toChosen } from "../../../../src/tui/screens/browser/ticks.ts";

const entry = (name: string, more: Partial<FolderEntry> = {}): FolderEntry => ({
  name: name.replace(/\/$/, ""),
  isUtf8: true,
  kind: name.endsWith("/") ? "folder" : "file",
  isLink: false,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: false,
  ...more,
});

const details = (sizeBytes: number) => ({ sizeBytes, mtimeMs: sizeBytes, hasDetails: true });

const run = (state: BrowserState, ...events: BrowserEvent[]) =>
  events.reduce(browserReducer, state);

const read = (state: BrowserState, ...names: string[]) =>
  run(
    state,
    {
      type: "entriesRead",
      reading: state.reading,
      entries: names.map((name) => entry(name)),
    },
    { type: "readEnded", reading: state.reading, error: null },
  );

const opened = (...names: string[]) =>
  read(createBrowserState("/out", defaultPreferences), ...names);
const namesOf = (state: BrowserState) => Array.from(state.rows, (row) => row.entry.name);
const cursorName = (state: BrowserState) => entryAt(state, state.position.cursor)?.name ?? "..";

const lower = (name: string) => name.toLowerCase();

describe("the rows of the browser", () => {
  it("have folders first, then names in any case, and hidden ones only when wanted", () => {
    const state = opened("b.csv", "Zoo/", "A.csv", ".ssh/", "attic/", ".x");
    expect(namesOf(state)).toEqual(["attic", "Zoo", "A.csv", "b.csv"]);
    const all = run(state, { type: "hiddenToggled" });
    expect(namesOf(all)).toEqual([".ssh", "attic", "Zoo", ".x", "A.csv", "b.csv"]);
    expect(namesOf(run(all, { type: "hiddenToggled" }))).toEqual(namesOf(state));
  });

  it("are the same, in whatever chunks the disk gives them, and whatever the filter", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "B", "c", "."), minLength: 1 })),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom("", "a", "bc"),
        (names, size, filter) => {
          let state = run(createBrowserState("/out", defaultPreferences), {
            type: "filterTyped",
            text: filter,
          });
          for (let at = 0; at < names.length; at += size) {
            state = read(state, ...names.slice(at, at + size));
          }
          const expected = names
            .filter((name) => !name.startsWith(".") && lower(name).includes(filter))
            .toSorted((a, b) => (lower(a) < lower(b) || (lower(a) === lower(b) && a < b) ? -1 : 1));
          expect(namesOf(state)).toEqual(expected);
        },
      ),
    );
  });

  it("are the same when the folder comes as a whole, whatever is done with them", () => {
    const events: readonly BrowserEvent[] = [
      { type: "hiddenToggled" },
      { type: "filterTyped", text: "a" },
      { type: "filterTyped", text: "" },
      { type: "sortChanged" },
      { type: "sortReversed" },
      { type: "moved", by: 2 },
      { type: "jumped", to: "end" },
      { type: "ticked" },
      { type: "allTicked" },
      { type: "inverted" },
      { type: "detailsRead", folder: "/out", entries: [{ ...entry("aB"), ...details(7) }] },
      { type: "detailsRead", folder: "/out", entries: [{ ...entry("c"), ...details(3) }] },
      { type: "folderOpened", folder: "/out" },
    ];
    const name = fc.string({ unit: fc.constantFrom("a", "B", "c", ".", "é"), minLength: 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.boolean()), { selector: ([text]) => text }),
        fc.array(fc.constantFrom(...events)),
        (names, done) => {
          const entries = names.map(([text, isFolder]) => entry(isFolder ? `${text}/` : text));
          const start = createBrowserState("/out", defaultPreferences);
          const { reading } = start;
          const whole = { type: "wholeRead", reading, folder: packEntries(entries) } as const;
          const inParts = run(
            start,
            { type: "entriesRead", reading, entries },
            { type: "readEnded", reading, error: null },
          );
          const states = [inParts, run(start, whole)].map((state) => run(state, ...done));
          const [one, other] = states.map((state) => ({
            ...state,
            all: Array.from(state.all),
            rows: Array.from(state.rows),
          }));
          expect(other).toEqual(one);
        },
      ),
    );
  });

  it("are sorted by name, size and time in turn, largest and newest first", () => {
    const details = [
      entry("a", { sizeBytes: 5, mtimeMs: 2, hasDetails: true }),
      entry("b", { sizeBytes: 9, mtimeMs: 1, hasDetails: true }),
      entry("dir/", { mtimeMs: 9, hasDetails: true }),
    ];
    const state = run(opened("a", "b", "dir/"), {
      type: "detailsRead",
      folder: "/out",
      entries: details,
    });
    expect(namesOf(state)).toEqual(["dir", "a", "b"]);
    const bySize = run(state, { type: "sortChanged" });
    expect(namesOf(bySize)).toEqual(["dir", "b", "a"]);
    const byTime = run(bySize, { type: "sortChanged" });
    expect(namesOf(byTime)).toEqual(["dir", "a", "b"]);
    expect(run(byTime, { type: "sortChanged" }).order).toEqual({ sort: "name", descending: false });
  });

  it("take no chunk of a folder that was left", () => {
    const left = run(opened("a/"), { type: "folderOpened", folder: "/out/a" });
    const late = run(left, {
      type: "entriesRead",
      reading: left.reading - 1,
      entries: [entry("x")],
    });
    expect(namesOf(late)).toEqual([]);
  });
});

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
    const first = run(back, { type: "entriesRead", reading: back.reading, entries: [entry("a/")] });
    const second = run(first, {
      type: "entriesRead",
      reading: back.reading,
      entries: [entry("z.csv")],
    });
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
  it("ticks and moves down", () => {
    const state = run(opened("a", "b", "c"), { type: "ticked" }, { type: "ticked" });
    expect(toChosen(state.ticks)).toEqual(["/out/a", "/out/b"]);
    expect(cursorName(state)).toBe("c");
  });

  it("does not tick the parent, nor what cannot be sent", () => {
    const base = createBrowserState("/out", defaultPreferences);
    const entries = [entry("sock", { kind: "socket" }), entry("odd", { isUtf8: false })];
    const state = run(base, { type: "entriesRead", reading: base.reading, entries });
    const tried = run(
      state,
      { type: "jumped", to: "start" },
      { type: "ticked" },
      { type: "ticked" },
      { type: "ticked" },
    );
    expect(toChosen(tried.ticks)).toEqual([]);
  });

  it("takes only what the filter shows, for all and for inverting", () => {
    const state = run(opened("a.csv", "b.csv", "c.pdf"), { type: "filterTyped", text: ".csv" });
    const all = run(state, { type: "allTicked" });
    expect(toChosen(all.ticks)).toEqual(["/out/a.csv", "/out/b.csv"]);
    const flipped = run(all, { type: "moved", by: 0 }, { type: "ticked" }, { type: "inverted" });
    expect(toChosen(flipped.ticks)).toEqual(["/out/a.csv"]);
  });

  it("chooses all of a large folder with one rule", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `f-${index}`);
    const state = run(opened(...names), { type: "allTicked" });
    expect(state.ticks.get("/out")?.names.size).toBe(0);
    expect(isTicked(state.ticks, "/out", "f-19999")).toBe(true);
    const none = run(state, { type: "inverted" });
    expect(toChosen(none.ticks)).toEqual([]);
  });

  it("peels the filter first, then the selection", () => {
    const state = run(
      opened("a", "b"),
      { type: "ticked" },
      { type: "filterOpened" },
      { type: "filterTyped", text: "b" },
    );
    const first = run(state, { type: "layerPeeled" });
    expect([namesOf(first), first.isFiltering, first.ticks.size]).toEqual([["a", "b"], false, 1]);
    const second = run(first, { type: "layerPeeled" });
    expect(second.ticks.size).toBe(0);
    expect(run(second, { type: "layerPeeled" })).toBe(second);
  });
});
