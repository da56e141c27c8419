import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPreferences } from "../../../../src/domain/settings.ts";
import type { FolderEntry } from "../../../../src/domain/folder-entry.ts";
import { packEntries } from "../../../../src/domain/packed-folder.ts";
import type { BrowserEvent } from "../../../../src/tui/screens/browser/browser-event.ts";
import {
  createBrowserState,
  entryAt,
  type BrowserState,
} from "../../../../src/tui/screens/browser/browser-state.ts";
import {
  cursorName,
  details,
  entry,
  namesOf,
  opened,
  partRead,
  read,
  run,
} from "./browser-events.ts";

const lower = (name: string) => name.toLowerCase();

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const isFile = ({ kind }: FolderEntry) => Number(kind !== "folder");

const byName = (a: FolderEntry, b: FolderEntry) =>
  compare(lower(a.name), lower(b.name)) || compare(a.name, b.name);

/** What a list of objects would show: the rule, without anything that makes it quick. */
const plainRows = (
  { order, filter, showHidden }: BrowserState,
  entries: readonly FolderEntry[],
  read: ReadonlyMap<string, FolderEntry>,
): readonly FolderEntry[] => {
  const value = ({ name }: FolderEntry) =>
    read.get(name)?.[order.sort === "size" ? "sizeBytes" : "mtimeMs"] ?? 0;
  const sign = order.descending ? -1 : 1;
  return entries
    .filter(({ name }) => showHidden || !name.startsWith("."))
    .filter(({ name }) => lower(name).includes(lower(filter)))
    .toSorted(
      (a, b) =>
        isFile(a) - isFile(b) ||
        (order.sort === "name"
          ? byName(a, b) * sign
          : (value(a) - value(b)) * sign || byName(a, b)),
    )
    .map((one) => read.get(one.name) ?? one);
};

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

  it("are those of a plain list of entries, whatever is done with them", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "B", "c", ".", "é"), minLength: 1 });
    const detailed = fc.tuple(name, fc.integer({ min: 0, max: 3 }), fc.boolean());
    const event: fc.Arbitrary<BrowserEvent> = fc.oneof(
      fc.constantFrom<BrowserEvent[]>(
        { type: "hiddenToggled" },
        { type: "filterTyped", text: "a" },
        { type: "filterTyped", text: "É" },
        { type: "filterTyped", text: "" },
        { type: "sortChanged" },
        { type: "sortReversed" },
        { type: "moved", by: 2 },
        { type: "jumped", to: "end" },
      ),
      detailed.map(([text, size, isFolder]): BrowserEvent => ({
        type: "detailsRead",
        folder: "/out",
        entries: [{ ...entry(isFolder ? `${text}/` : text), ...details(size) }],
      })),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.boolean()), { selector: ([text]) => text }),
        fc.array(event, { maxLength: 12 }),
        (names, events) => {
          const entries = names.map(([text, isFolder]) => entry(isFolder ? `${text}/` : text));
          let state = createBrowserState("/out", defaultPreferences);
          state = run(state, partRead(state, entries));
          const read = new Map<string, FolderEntry>();
          for (const one of events) {
            const before = state;
            state = run(state, one);
            if (one.type === "detailsRead")
              for (const each of one.entries) read.set(each.name, each);
            expect(Array.from(state.rows)).toEqual(plainRows(state, entries, read));
            // The cursor stays with its entry while that is shown.
            const under = entryAt(before, before.position.cursor)?.name;
            const isShown = namesOf(state).includes(under ?? "");
            // A text that is looked for puts it on the first match.
            const isFiltering = one.type === "filterTyped" && one.text !== "";
            const isStaying = one.type !== "moved" && one.type !== "jumped" && !isFiltering;
            if (isStaying && before.hasMoved && isShown) expect(cursorName(state)).toBe(under);
          }
        },
      ),
    );
  });

  it("keep the sizes that were read while more of the folder comes in", () => {
    const first = opened("b", "d");
    const sized = run(first, {
      type: "detailsRead",
      folder: "/out",
      entries: [{ ...entry("d"), ...details(7) }],
    });
    const later = read(sized, "a", "c");
    expect(Array.from(later.rows, ({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ["a", 0],
      ["b", 0],
      ["c", 0],
      ["d", 7],
    ]);
    expect(later.rows.withoutDetails(9)).toEqual(["a", "b", "c"]);
  });

  it("keep apart a name and another one that is no UTF-8 and looks the same", () => {
    const start = createBrowserState("/out", defaultPreferences);
    const state = run(start, partRead(start, [entry("\u{FFFD}", { isUtf8: false }), entry("a")]), {
      type: "detailsRead",
      folder: "/out",
      entries: [{ ...entry("\u{FFFD}"), ...details(7) }],
    });
    expect(Array.from(state.rows, ({ hasDetails }) => hasDetails)).toEqual([false, false]);
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
      type: "folderRead",
      reading: left.reading - 1,
      folder: packEntries([entry("x")]),
    });
    expect(namesOf(late)).toEqual([]);
  });
});
