import type { FolderEntry } from "../../../domain/folder-entry.ts";
import {
  emptyFolder,
  packedEntryAt,
  placeNear,
  placeOfName,
  type PackedFolder,
} from "../../../domain/packed-folder.ts";
import {
  compareBy,
  filterPlaces,
  sortPlaces,
  type ComparePlaces,
  type Details,
  type RowFilter,
  type RowOrder,
} from "./row-order.ts";

interface RowParts {
  readonly folder: PackedFolder;
  readonly details: Details;
  readonly order: RowOrder;
  readonly filter: RowFilter;
}

/** Where the places of all rows, and of those that are shown, stand; null: the folder's own. */
interface RowPlaces {
  readonly compare: ComparePlaces;
  readonly sorted: Uint32Array | null;
  readonly shown: Uint32Array | null;
}

const placesOf = ({ folder, details, order, filter }: RowParts): RowPlaces => {
  const compare = compareBy(order, folder, details);
  const sorted = sortPlaces(order, folder, compare);
  return { compare, sorted, shown: filterPlaces(filter, folder, sorted) };
};

/**
 * The rows of a folder that the screen shows, in their order. An entry's object is made when it is looked at, and none
 * is kept: of 100,000 a screen shows twenty. Immutable; each change gives other rows.
 */
export class FolderRows {
  readonly #parts: RowParts;
  readonly #places: RowPlaces;

  constructor(parts: RowParts, places: RowPlaces = placesOf(parts)) {
    this.#parts = parts;
    this.#places = places;
  }

  /** Of a folder that nothing has been read of. */
  static empty(order: RowOrder, filter: RowFilter): FolderRows {
    return new FolderRows({ folder: emptyFolder, details: new Map(), order, filter });
  }

  /** Rows that are shown. */
  get length(): number {
    return (this.#places.shown ?? this.#parts.folder.marks).length;
  }

  /** Entries of the folder, shown or not. */
  get total(): number {
    return this.#parts.folder.marks.length;
  }

  /** Of which these are the rows; the same one while sizes, order and filter change. */
  get folder(): PackedFolder {
    return this.#parts.folder;
  }

  at(index: number): FolderEntry | undefined {
    const { shown } = this.#places;
    return this.#entryAt(shown === null ? index : (shown[index] ?? -1));
  }

  slice(from: number, to: number): readonly FolderEntry[] {
    const count = Math.max(0, Math.min(to, this.length) - from);
    return Array.from({ length: count }, (_, index) => this.at(from + index) ?? []).flat();
  }

  *[Symbol.iterator](): Generator<FolderEntry> {
    for (let index = 0; index < this.length; index += 1) {
      const entry = this.at(index);
      if (entry) yield entry;
    }
  }

  /** The row of a name; -1 when it is not shown. */
  indexOf(name: string): number {
    const place = placeOfName(this.#parts.folder, name);
    const index = place < 0 ? -1 : this.#indexOfPlace(place);
    return this.at(index)?.name === name ? index : -1;
  }

  /** The row of an entry, or the row that stands where it would stand. */
  indexNear(entry: FolderEntry): number {
    const found = this.indexOf(entry.name);
    return found >= 0 ? found : this.#indexOfPlace(placeNear(this.#parts.folder, entry));
  }

  /** Names whose size and time have not been read, shown or not, `count` of them at the most. */
  withoutDetails(count: number): readonly string[] {
    const { folder, details } = this.#parts;
    const names: string[] = [];
    for (let place = 0; place < folder.marks.length && names.length < count; place += 1) {
      const entry = packedEntryAt(folder, place);
      if (entry?.isUtf8 && !details.has(entry.name)) names.push(entry.name);
    }
    return names;
  }

  /** Of the same folder, of which more has been read; sizes and times stay. */
  withFolder(folder: PackedFolder): FolderRows {
    return new FolderRows({ ...this.#parts, folder });
  }

  withDetails(entries: readonly FolderEntry[]): FolderRows {
    const details = new Map(this.#parts.details);
    for (const entry of entries) details.set(entry.name, entry);
    const parts = { ...this.#parts, details };
    return new FolderRows(parts, parts.order.sort === "name" ? this.#places : placesOf(parts));
  }

  withOrder(order: RowOrder): FolderRows {
    return new FolderRows({ ...this.#parts, order });
  }

  withFilter(filter: RowFilter): FolderRows {
    const { folder } = this.#parts;
    const { compare, sorted } = this.#places;
    const shown = filterPlaces(filter, folder, sorted);
    return new FolderRows({ ...this.#parts, filter }, { compare, sorted, shown });
  }

  #entryAt(place: number): FolderEntry | undefined {
    const { folder, details } = this.#parts;
    const entry = packedEntryAt(folder, place);
    return entry?.isUtf8 ? (details.get(entry.name) ?? entry) : entry;
  }

  /** Among the rows that are shown, the first that does not stand before a place. */
  #indexOfPlace(place: number): number {
    const { compare, shown } = this.#places;
    if (shown === null) return place;
    let low = 0;
    let high = shown.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(shown[middle] ?? 0, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
