import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTexts, rankOf, type FolderEntry } from "../../src/domain/folder-entry.ts";
import {
  folderCount,
  hasHiddenNames,
  isHiddenAt,
  packedEntryAt,
  packEntries,
  placeNear,
  placeOfName,
  unpackFolder,
} from "../../src/domain/packed-folder.ts";

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

/** Folders first, then by name in any case. */
const compareEntries = (a: FolderEntry, b: FolderEntry): number =>
  rankOf(a.kind) - rankOf(b.kind) ||
  compareTexts(a.name.toLowerCase(), b.name.toLowerCase()) ||
  compareTexts(a.name, b.name);

const isHidden = ({ name }: FolderEntry) => name.startsWith(".");

describe("a packed folder", () => {
  it("gives back each entry, sorted by name", () => {
    fc.assert(
      fc.property(entries, (given) => {
        const sorted = given.toSorted(compareEntries);
        const packed = packEntries(given);
        expect(unpackFolder(packed)).toEqual(sorted);
        expect(given.map((_, place) => packedEntryAt(packed, place))).toEqual(sorted);
        expect(packedEntryAt(packed, given.length)).toBeUndefined();
        expect(packedEntryAt(packed, -1)).toBeUndefined();
      }),
    );
  });

  it("finds each name, and where one that is not there would stand", () => {
    fc.assert(
      fc.property(entries, entry, (given, other) => {
        const packed = packEntries(given);
        const sorted = given.toSorted(compareEntries);
        sorted.forEach(({ name }, place) => expect(placeOfName(packed, name)).toBe(place));
        expect(folderCount(packed)).toBe(given.filter(({ kind }) => kind === "folder").length);
        const isThere = given.some(({ name }) => name === other.name);
        if (isThere) return;
        expect(placeOfName(packed, other.name)).toBe(-1);
        const before = sorted.filter((one) => compareEntries(one, other) < 0).length;
        expect(placeNear(packed, other)).toBe(before);
      }),
    );
  });

  it("knows whether a name is hidden", () => {
    fc.assert(
      fc.property(entries, (given) => {
        const packed = packEntries(given);
        expect(hasHiddenNames(packed)).toBe(given.some(isHidden));
        expect(given.map((_, place) => isHiddenAt(packed, place))).toEqual(
          given.toSorted(compareEntries).map(isHidden),
        );
        expect(isHiddenAt(packed, given.length)).toBe(false);
      }),
    );
  });
});
