import { compareTexts, rankOf, type EntryKind, type FolderEntry } from "./folder-entry.ts";

/** Many texts as one, with the place where each begins; one more place than texts. */
export interface PackedTexts {
  readonly joined: string;
  readonly starts: Uint32Array;
}

/** A folder, sorted by name, in few pieces: it costs no object an entry until somebody looks at one. */
export interface PackedFolder {
  readonly names: PackedTexts;
  /** What they are sorted by; the very same when all names are in lower case. */
  readonly sortNames: PackedTexts;
  /** An entry's kind, and whether it is a link and UTF-8. */
  readonly marks: Uint8Array;
}

/** No name contains it, so that a search in the joined text finds no name across two. */
const separator = "/";

const kinds: readonly EntryKind[] = ["file", "folder", "socket", "device", "pipe", "other"];
const kindBits = 0b0000_0111;
const linkBit = 0b0000_1000;
const noUtf8Bit = 0b0001_0000;

const join = (texts: readonly string[]): string => `${texts.join(separator)}${separator}`;

const packTexts = (texts: readonly string[], joined = join(texts)): PackedTexts => {
  const starts = new Uint32Array(texts.length + 1);
  let next = 0;
  for (let index = 0; index < texts.length; index += 1) {
    next += (texts[index]?.length ?? 0) + separator.length;
    starts[index + 1] = next;
  }
  return { joined, starts };
};

/** What is kept of an entry beside its name. */
export const toMark = ({ kind, isLink, isUtf8 }: Pick<FolderEntry, "kind" | "isLink" | "isUtf8">) =>
  kinds.indexOf(kind) | (isLink ? linkBit : 0) | (isUtf8 ? 0 : noUtf8Bit);

/** The mark of an entry whose name turns out to be no UTF-8. */
export const markAsNoUtf8 = (mark: number): number => mark | noUtf8Bit;

const rankOfMark = (mark: number) => rankOf(kinds[mark & kindBits] ?? "other");

/** True when neighbours stand as they should and have one kind, as disks often give them. A plain loop: it is cold code. */
const isSorted = (sortNames: readonly string[], marks: Uint8Array): boolean => {
  let before = sortNames[0] ?? "";
  for (let at = 1; at < sortNames.length; at += 1) {
    const name = sortNames[at] ?? "";
    if (before >= name || marks[at - 1] !== marks[at]) return false;
    before = name;
  }
  return true;
};

/** Where each name belongs. */
const sortedPlaces = (
  names: readonly string[],
  sortNames: readonly string[],
  marks: Uint8Array,
): readonly number[] =>
  Array.from(names.keys()).sort(
    (a, b) =>
      rankOfMark(marks[a] ?? 0) - rankOfMark(marks[b] ?? 0) ||
      compareTexts(sortNames[a] ?? "", sortNames[b] ?? "") ||
      compareTexts(names[a] ?? "", names[b] ?? ""),
  );

/**
 * Sorts and packs a folder: its names, and a mark for each. Sizes and times are left out: they are read for what is
 * looked at. No object is made for an entry, since 100,000 of them would take longer than reading the disk.
 */
export const packFolder = (names: readonly string[], marks: Uint8Array): PackedFolder => {
  const joined = join(names);
  const isLower = joined.toLowerCase() === joined;
  const sortNames = isLower ? names : names.map((name) => name.toLowerCase());
  const places = isSorted(sortNames, marks) ? null : sortedPlaces(names, sortNames, marks);
  const pack = (texts: readonly string[], asTheyStand?: string) =>
    places ? packTexts(places.map((place) => texts[place] ?? "")) : packTexts(texts, asTheyStand);
  const packed = pack(names, joined);
  return {
    names: packed,
    sortNames: isLower ? packed : pack(sortNames),
    marks: places ? Uint8Array.from(places, (place) => marks[place] ?? 0) : marks,
  };
};

/** Entries as a packed folder; their sizes and times are left out. */
export const packEntries = (entries: readonly FolderEntry[]): PackedFolder =>
  packFolder(
    entries.map(({ name }) => name),
    Uint8Array.from(entries, toMark),
  );

/** One without entries. */
export const emptyFolder: PackedFolder = packFolder([], new Uint8Array(0));

/** One of the texts; "" beyond the last. */
export const textAt = ({ joined, starts }: PackedTexts, index: number): string =>
  joined.slice(starts[index] ?? 0, Math.max(0, (starts[index + 1] ?? 0) - separator.length));

/** An entry of the folder, without size and time; undefined beyond the last. */
export const packedEntryAt = (
  { names, marks }: PackedFolder,
  place: number,
): FolderEntry | undefined => {
  const mark = marks[place];
  return mark === undefined
    ? undefined
    : {
        name: textAt(names, place),
        isUtf8: (mark & noUtf8Bit) === 0,
        kind: kinds[mark & kindBits] ?? "other",
        isLink: (mark & linkBit) !== 0,
        sizeBytes: 0,
        mtimeMs: 0,
        hasDetails: false,
      };
};

/** All its entries, sorted by name. */
export const unpackFolder = (folder: PackedFolder): readonly FolderEntry[] =>
  Array.from(folder.marks, (_, place) => packedEntryAt(folder, place) ?? []).flat();

/** True when a name begins with a dot. */
export const hasHiddenNames = ({ names: { joined } }: PackedFolder): boolean =>
  joined.startsWith(".") || joined.includes(`${separator}.`);

/** True when the name at a place begins with a dot. */
export const isHiddenAt = ({ names: { joined, starts } }: PackedFolder, place: number): boolean =>
  joined[starts[place] ?? joined.length] === ".";

/** How many names begin with a dot. It goes through all of them where there is one. */
export const countHidden = (folder: PackedFolder): number =>
  hasHiddenNames(folder)
    ? folder.marks.reduce((count, _, place) => count + (isHiddenAt(folder, place) ? 1 : 0), 0)
    : 0;

/** The first place from `low` to before `high` for which it is false that `isBefore`, or `high`. */
const firstNot = (low: number, high: number, isBefore: (place: number) => boolean): number => {
  if (low >= high) return low;
  const middle = (low + high) >>> 1;
  return isBefore(middle) ? firstNot(middle + 1, high, isBefore) : firstNot(low, middle, isBefore);
};

/** How many of the entries are folders; they stand first. */
export const folderCount = ({ marks }: PackedFolder): number =>
  firstNot(0, marks.length, (place) => rankOfMark(marks[place] ?? 0) === 0);

/** Where a name stands, or would stand, between two places of the same rank. */
const placeBetween = (folder: PackedFolder, name: string, low: number, high: number): number => {
  const sortName = name.toLowerCase();
  const { names, sortNames } = folder;
  return firstNot(low, high, (place) => {
    const order = compareTexts(textAt(sortNames, place), sortName);
    return order < 0 || (order === 0 && compareTexts(textAt(names, place), name) < 0);
  });
};

/** Where an entry of this kind and name stands, or would stand. */
export const placeNear = (
  folder: PackedFolder,
  { name, kind }: Pick<FolderEntry, "name" | "kind">,
): number => {
  const folders = folderCount(folder);
  return rankOf(kind) === 0
    ? placeBetween(folder, name, 0, folders)
    : placeBetween(folder, name, folders, folder.marks.length);
};

/** Where a name stands, of whatever kind; -1 when it is not there. */
export const placeOfName = (folder: PackedFolder, name: string): number => {
  const isAt = (place: number) =>
    place < folder.marks.length && textAt(folder.names, place) === name;
  const asFolder = placeNear(folder, { name, kind: "folder" });
  if (isAt(asFolder)) return asFolder;
  const asFile = placeNear(folder, { name, kind: "file" });
  return isAt(asFile) ? asFile : -1;
};
