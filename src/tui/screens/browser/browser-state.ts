import path from "node:path";
import type { AppError } from "../../../domain/errors.ts";
import type { PastDelivery } from "../../../domain/past-delivery.ts";
import type { Preferences } from "../../../domain/settings.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { ListPosition } from "../../widgets/list-window.ts";
import { FolderRows } from "./folder-rows.ts";
import type { RowOrder } from "./row-order.ts";
import { emptySelection, type Selectable, type Selection } from "./selection.ts";

/** Files and bytes of a selected folder, as far as they have been counted. */
export interface FolderCount {
  readonly files: number;
  readonly bytes: number;
  readonly isDone: boolean;
}

export interface BrowserState {
  readonly folder: string;
  /** Grows with each reading of a folder, so that late chunks of an earlier one are known. */
  readonly reading: number;
  readonly isReading: boolean;
  readonly error: AppError | null;
  /** In this order, filtered, without hidden ones. */
  readonly rows: FolderRows;
  readonly position: ListPosition;
  /** Rows that fit. */
  readonly height: number;
  /** Until a key moves it, the cursor stays on the first entry while others come in. */
  readonly hasMoved: boolean;
  /** Name that takes the cursor as soon as it has been read. */
  readonly wanted: string | null;
  readonly filter: string;
  readonly isFiltering: boolean;
  readonly showHidden: boolean;
  readonly order: RowOrder;
  readonly selection: Selection;
  readonly counts: ReadonlyMap<string, FolderCount>;
  /** Folders whose size was asked for; absolute. */
  readonly measured: ReadonlySet<string>;
  /** What this computer has delivered of the folder's files, by name, as far as it was looked up. */
  readonly delivered: ReadonlyMap<string, PastDelivery>;
  /** True: the next Esc clears the selection, and the note says so. */
  readonly isClearing: boolean;
  /** Where the cursor stood in folders that were left. */
  readonly remembered: ReadonlyMap<string, string>;
}

/** A browser that has read nothing yet; a name is highlighted as soon as it has been read. */
export const createBrowserState = (
  folder: string,
  { sort, sortDescending, showHidden }: Preferences,
  name: string | null = null,
): BrowserState => {
  const order = { sort, descending: sortDescending };
  return {
    folder,
    reading: 1,
    isReading: true,
    error: null,
    rows: FolderRows.empty(order, { text: "", showHidden }),
    position: { cursor: 0, top: 0 },
    height: 10,
    hasMoved: false,
    wanted: name,
    filter: "",
    isFiltering: false,
    showHidden,
    order,
    selection: emptySelection,
    counts: new Map(),
    measured: new Set(),
    delivered: new Map(),
    isClearing: false,
    remembered: new Map(),
  };
};

/** 1 when the list begins with "../". */
export const parentRows = ({ folder }: Pick<BrowserState, "folder">): 0 | 1 =>
  path.dirname(folder) === folder ? 0 : 1;

/** Rows of the list, "../" included. */
export const rowCount = (state: BrowserState): number => parentRows(state) + state.rows.length;

/** The entry at a row of the list; null for "../", and beyond the last. */
export const entryAt = (state: BrowserState, row: number): FolderEntry | null =>
  state.rows.at(row - parentRows(state)) ?? null;

/** The folder that Enter opens: an entry's, the parent on "../", null on a file. */
export const folderAtCursor = (state: BrowserState): string | null => {
  const { cursor } = state.position;
  if (cursor < parentRows(state)) return path.dirname(state.folder);
  const entry = entryAt(state, cursor);
  return entry?.kind === "folder" ? path.join(state.folder, entry.name) : null;
};

/** Entries that a select may take; sockets and the like are shown, and cannot be sent. */
export const toSelectable = (entry: FolderEntry): Selectable | null => {
  if (entry.kind === "folder") return { name: entry.name, isFolder: true, sizeBytes: null };
  if (entry.kind !== "file" || !entry.isUtf8) return null;
  return {
    name: entry.name,
    isFolder: false,
    sizeBytes: entry.hasDetails ? entry.sizeBytes : null,
  };
};
