import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareByName, rankOf, type FolderEntry } from "../../src/domain/folder-entry.ts";
import { hasHiddenNames, packedEntryAt, unpackFolder } from "../../src/domain/packed-folder.ts";
import { packEntries } from "../support/pack-entries.ts";

const name = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("a", "B", ".", " "),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
  })
  .map((text) => text.replaceAll("/", "_"));

const entry: fc.Arbitrary<FolderEntry> = fc.record({
  name,
  isUtf8: fc.boolean(),
  kind: fc.constantFrom("file", "folder", "socket", "device", "pipe", "other"),
  isLink: fc.boolean(),
  sizeBytes: fc.constant(0),
  mtimeMs: fc.constant(0),
  hasDetails: fc.constant(false),
});

const entries = fc.uniqueArray(entry, { selector: (one) => one.name });

const sortName = (one: FolderEntry) => one.name.toLowerCase();
const toRow = (one: FolderEntry) => ({
  entry: one,
  rank: rankOf(one.kind),
  sortName: sortName(one),
});

describe("a packed folder", () => {
  it("gives back each entry, sorted by name", () => {
    fc.assert(
      fc.property(entries, (given) => {
        const sorted = given.map(toRow).toSorted(compareByName);
        const packed = packEntries(given);
        expect(unpackFolder(packed)).toEqual(sorted.map((row) => row.entry));
        expect(given.map((_, index) => packedEntryAt(packed, index))).toEqual(sorted);
        expect(packedEntryAt(packed, given.length)).toBeUndefined();
        expect(packedEntryAt(packed, -1)).toBeUndefined();
      }),
    );
  });

  it("knows whether a name is hidden", () => {
    fc.assert(
      fc.property(entries, (given) => {
        const isAnyHidden = given.some((one) => one.name.startsWith("."));
        expect(hasHiddenNames(packEntries(given))).toBe(isAnyHidden);
      }),
    );
  });
});
