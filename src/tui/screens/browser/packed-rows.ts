import type { FolderEntry } from "../../../domain/folder-entry.ts";
import {
  hasHiddenNames,
  packedEntryAt,
  textAt,
  type PackedFolder,
} from "../../../domain/packed-folder.ts";
import type { BrowserRow, RowFilter } from "./browser-rows.ts";

const noDetails: ReadonlyMap<number, FolderEntry> = new Map();

/** The rows of a large folder, sorted by name. One is made when it is looked at, and none is kept. */
export class PackedRows {
  readonly #folder: PackedFolder;
  /** Places in the folder of the rows that are shown; null when all are. */
  readonly #shown: Uint32Array | null;
  /** By place in the folder. */
  readonly #details: ReadonlyMap<number, FolderEntry>;

  constructor(
    folder: PackedFolder,
    shown: Uint32Array | null = null,
    details: ReadonlyMap<number, FolderEntry> = noDetails,
  ) {
    this.#folder = folder;
    this.#shown = shown;
    this.#details = details;
  }

  get length(): number {
    return (this.#shown ?? this.#folder.marks).length;
  }

  #placeOf(index: number): number {
    return this.#shown ? (this.#shown[index] ?? -1) : index;
  }

  at(index: number): BrowserRow | undefined {
    const place = this.#placeOf(index);
    const row = packedEntryAt(this.#folder, place);
    const entry = this.#details.get(place);
    return row && entry ? { ...row, entry } : row;
  }

  slice(from: number, to: number): readonly BrowserRow[] {
    const count = Math.max(0, Math.min(to, this.length) - from);
    return Array.from({ length: count }, (_, index) => this.at(from + index) ?? []).flat();
  }

  *[Symbol.iterator](): Generator<BrowserRow> {
    for (let index = 0; index < this.length; index += 1) {
      const row = this.at(index);
      if (row) yield row;
    }
  }

  /** -1 when there is none. */
  indexOfName(name: string): number {
    const { names } = this.#folder;
    for (let index = 0; index < this.length; index += 1) {
      if (textAt(names, this.#placeOf(index)) === name) return index;
    }
    return -1;
  }

  /** Itself when all are shown. */
  filter({ text, showHidden }: RowFilter): PackedRows {
    const dropsHidden = !showHidden && hasHiddenNames(this.#folder);
    if (text === "" && !dropsHidden) return this;
    const wanted = text.toLowerCase();
    const { names, sortNames } = this.#folder;
    const places: number[] = [];
    for (let index = 0; index < this.length; index += 1) {
      const place = this.#placeOf(index);
      if (dropsHidden && names.joined[names.starts[place] ?? 0] === ".") continue;
      if (wanted === "" || textAt(sortNames, place).includes(wanted)) places.push(place);
    }
    if (places.length === this.length) return this;
    return new PackedRows(this.#folder, Uint32Array.from(places), this.#details);
  }

  /** `indexes` are the rows' own. */
  withDetails(found: Iterable<readonly [index: number, entry: FolderEntry]>): PackedRows {
    const details = new Map(this.#details);
    for (const [index, entry] of found) details.set(this.#placeOf(index), entry);
    return new PackedRows(this.#folder, this.#shown, details);
  }
}
