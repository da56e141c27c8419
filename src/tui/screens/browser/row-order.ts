import type { FolderEntry } from "../../../domain/folder-entry.ts";
import {
  folderCount,
  hasHiddenNames,
  isHiddenAt,
  placeOfName,
  textAt,
  type PackedFolder,
} from "../../../domain/packed-folder.ts";
import type { SortBy } from "../../../domain/settings.ts";

export interface RowOrder {
  readonly sort: SortBy;
  readonly descending: boolean;
}

export interface RowFilter {
  readonly text: string;
  readonly showHidden: boolean;
}

/** Entries with size and time, by name; none of an entry whose name is no UTF-8. */
export type Details = ReadonlyMap<string, FolderEntry>;

/** Compares two places of a folder. */
export type ComparePlaces = (a: number, b: number) => number;

/** By place; 0 for what has not been read. */
const valuesOf = (folder: PackedFolder, details: Details, sort: Exclude<SortBy, "name">) => {
  const values = new Float64Array(folder.marks.length);
  for (const entry of details.values()) {
    const place = placeOfName(folder, entry.name);
    if (place >= 0) values[place] = sort === "size" ? entry.sizeBytes : entry.mtimeMs;
  }
  return values;
};

/** Folders first, then by the selected value, then by name: a folder's own places are by name. */
export const compareBy = (
  { sort, descending }: RowOrder,
  folder: PackedFolder,
  details: Details,
): ComparePlaces => {
  const folders = folderCount(folder);
  const rank = (place: number) => (place < folders ? 0 : 1);
  if (sort === "name") return descending ? (a, b) => rank(a) - rank(b) || b - a : (a, b) => a - b;
  const values = valuesOf(folder, details, sort);
  const sign = descending ? -1 : 1;
  return (a, b) => rank(a) - rank(b) || ((values[a] ?? 0) - (values[b] ?? 0)) * sign || a - b;
};

/** All places of a folder in an order; null when that is the folder's own. */
export const sortPlaces = (
  { sort, descending }: RowOrder,
  folder: PackedFolder,
  compare: ComparePlaces,
): Uint32Array | null =>
  sort === "name" && !descending ? null : Uint32Array.from(folder.marks.keys()).sort(compare);

/** Those of the places that the screen shows, in their order; the same when it shows all. Null: all of the folder. */
export const filterPlaces = (
  { text, showHidden }: RowFilter,
  folder: PackedFolder,
  places: Uint32Array | null,
): Uint32Array | null => {
  const dropsHidden = !showHidden && hasHiddenNames(folder);
  if (text === "" && !dropsHidden) return places;
  const wanted = text.toLowerCase();
  const isShown = (place: number) =>
    !(dropsHidden && isHiddenAt(folder, place)) &&
    (wanted === "" || textAt(folder.sortNames, place).includes(wanted));
  return (places ?? Uint32Array.from(folder.marks.keys())).filter(isShown);
};
