import { nonEmpty } from "../../../domain/non-empty.ts";
import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { SortBy } from "../../../domain/settings.ts";
import type { PackedFolder } from "../../../domain/packed-folder.ts";
import {
  fitWindow,
  moveBy,
  movePosition,
  moveTo,
  type ListMove,
} from "../../widgets/list-window.ts";
import {
  entryAt,
  parentRows,
  rowCount,
  toSelectable,
  type BrowserState,
  type FolderCount,
} from "./browser-state.ts";
import { FolderRows } from "./folder-rows.ts";
import type { RowOrder } from "./row-order.ts";
import { invertAll, selectAll, selectEntries } from "./change-selection.ts";
import { emptySelection, type Selectable } from "./selection.ts";
import { withSizes } from "./selection-counts.ts";

export type BrowserEvent =
  | { readonly type: "folderOpened"; readonly folder: string }
  | { readonly type: "refreshed" }
  /** As far as it has been read, in place of the time before. */
  | { readonly type: "folderRead"; readonly reading: number; readonly folder: PackedFolder }
  | { readonly type: "readEnded"; readonly reading: number; readonly error: AppError | null }
  | {
      readonly type: "detailsRead";
      readonly folder: string;
      readonly entries: readonly FolderEntry[];
    }
  | {
      readonly type: "selectionSized";
      readonly folder: string;
      /** By name; 0 for a file that is gone, which the plan will name. */
      readonly sizes: ReadonlyMap<string, number>;
    }
  | { readonly type: "counted"; readonly key: string; readonly count: FolderCount }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "selected" }
  | { readonly type: "allSelected" }
  | { readonly type: "inverted" }
  | { readonly type: "selectionCleared" }
  | { readonly type: "filterOpened" }
  | { readonly type: "filterTyped"; readonly text: string }
  | { readonly type: "filterClosed" }
  | { readonly type: "hiddenToggled" }
  | { readonly type: "sortChanged" }
  | { readonly type: "sortReversed" }
  | { readonly type: "layerClosed" };

const sizeOf = (state: BrowserState) => ({ count: rowCount(state), height: state.height });

const nameAtCursor = (state: BrowserState): string | null =>
  entryAt(state, state.position.cursor)?.name ?? null;

/** New rows under the cursor: it stays with its entry, and on the same line of the screen. */
const withRows = (state: BrowserState, change: Partial<BrowserState>): BrowserState => {
  const next = { ...state, ...change };
  const offset = parentRows(next);
  const under = entryAt(state, state.position.cursor);
  const wantedAt = next.wanted === null ? -1 : next.rows.indexOf(next.wanted);
  if (wantedAt >= 0) {
    const cursor = wantedAt + offset;
    const top = cursor - Math.floor(next.height / 2);
    const position = moveTo({ cursor, top }, cursor, sizeOf(next));
    return { ...next, wanted: null, hasMoved: true, position };
  }
  if (!next.hasMoved) {
    return { ...next, position: moveTo({ cursor: 0, top: 0 }, offset, sizeOf(next)) };
  }
  if (!under) return { ...next, position: fitWindow(next.position, sizeOf(next)) };
  const cursor = next.rows.indexNear(under) + offset;
  const shift = cursor - state.position.cursor;
  return {
    ...next,
    position: moveTo({ cursor, top: state.position.top + shift }, cursor, sizeOf(next)),
  };
};

/** Filter or hidden names changed: the same entries, filtered anew. */
const refilter = (
  state: BrowserState,
  change: Partial<Pick<BrowserState, "filter" | "isFiltering" | "showHidden">>,
): BrowserState => {
  const { filter, showHidden } = { ...state, ...change };
  return withRows(state, { ...change, rows: state.rows.withFilter({ text: filter, showHidden }) });
};

const openFolder = (state: BrowserState, folder: string): BrowserState => {
  const name = nameAtCursor(state);
  const remembered = new Map(state.remembered);
  if (name === null) remembered.delete(state.folder);
  else remembered.set(state.folder, name);
  // Coming up from a folder, that folder is where one was.
  const cameFrom = path.dirname(state.folder) === folder ? path.basename(state.folder) : null;
  return {
    ...state,
    folder,
    reading: state.reading + 1,
    isReading: true,
    error: null,
    rows: FolderRows.empty(state.order, { text: "", showHidden: state.showHidden }),
    position: { cursor: 0, top: 0 },
    hasMoved: false,
    wanted: cameFrom ?? remembered.get(folder) ?? null,
    filter: "",
    isFiltering: false,
    remembered,
  };
};

const addDetails = (state: BrowserState, folder: string, entries: readonly FolderEntry[]) =>
  folder === state.folder ? withRows(state, { rows: state.rows.withDetails(entries) }) : state;

const selectAtCursor = (state: BrowserState): BrowserState => {
  const entry = entryAt(state, state.position.cursor);
  const selectable = entry && toSelectable(entry);
  const position = moveBy(state.position, 1, sizeOf(state));
  const moved = { ...state, position, hasMoved: true };
  if (!selectable) return moved;
  return {
    ...moved,
    selection: selectEntries(state.selection, state.folder, [selectable], "flip"),
  };
};

const shownSelectables = (state: BrowserState): readonly Selectable[] =>
  Array.from(state.rows).flatMap((entry) => toSelectable(entry) ?? []);

const isFiltered = ({ filter }: BrowserState): boolean => nonEmpty(filter) !== null;

const selectShown = (state: BrowserState): BrowserState => {
  const { selection, folder, showHidden } = state;
  if (!isFiltered(state)) return { ...state, selection: selectAll(selection, folder, showHidden) };
  return { ...state, selection: selectEntries(selection, folder, shownSelectables(state), "on") };
};

const invertShown = (state: BrowserState): BrowserState => {
  const { selection, folder, showHidden } = state;
  if (isFiltered(state)) {
    return {
      ...state,
      selection: selectEntries(selection, folder, shownSelectables(state), "invert"),
    };
  }
  return { ...state, selection: invertAll(selection, folder, showHidden) };
};

const nextSort: Readonly<Record<SortBy, SortBy>> = {
  name: "size",
  size: "modified",
  modified: "name",
};

const orderBy = (state: BrowserState, order: RowOrder): BrowserState =>
  withRows(state, { order, rows: state.rows.withOrder(order) });

/** By name upwards, then largest and newest first: what one looks for. */
const changeSort = (state: BrowserState): BrowserState => {
  const sort = nextSort[state.order.sort];
  return orderBy(state, { sort, descending: sort !== "name" });
};

/** Esc: the filter first, then the selection; a further Esc has nothing to do here. */
const back = (state: BrowserState): BrowserState => {
  if (state.isFiltering || isFiltered(state)) {
    return refilter(state, { filter: "", isFiltering: false });
  }
  return state.selection.size === 0 ? state : { ...state, selection: emptySelection };
};

/** The browser after an event. Pure; what comes of a folder that was left changes nothing. */
export const browserReducer = (state: BrowserState, event: BrowserEvent): BrowserState => {
  switch (event.type) {
    case "folderOpened":
      return openFolder(state, event.folder);
    case "refreshed":
      // Something may have come or gone: what is selected is counted anew as well.
      return {
        ...openFolder(state, state.folder),
        wanted: nameAtCursor(state),
        counts: new Map(),
      };
    case "folderRead":
      return event.reading === state.reading
        ? withRows(state, { rows: state.rows.withFolder(event.folder) })
        : state;
    case "readEnded":
      // No name is waited for any longer.
      return event.reading === state.reading
        ? { ...state, isReading: false, wanted: null, error: event.error }
        : state;
    case "detailsRead":
      return addDetails(state, event.folder, event.entries);
    case "selectionSized":
      return { ...state, selection: withSizes(state.selection, event.folder, event.sizes) };
    case "counted":
      return { ...state, counts: new Map(state.counts).set(event.key, event.count) };
    case "resized": {
      const next = { ...state, height: event.height };
      return { ...next, position: fitWindow(state.position, sizeOf(next)) };
    }
    case "moved":
    case "jumped": {
      const position = movePosition(state.position, event, sizeOf(state));
      return { ...state, hasMoved: true, position };
    }
    case "selected":
      return selectAtCursor(state);
    case "allSelected":
      return selectShown(state);
    case "inverted":
      return invertShown(state);
    case "selectionCleared":
      return { ...state, selection: emptySelection };
    case "filterOpened":
      return { ...state, isFiltering: true };
    case "filterTyped":
      return refilter(state, { filter: event.text });
    case "filterClosed":
      return { ...state, isFiltering: false };
    case "hiddenToggled":
      return refilter(state, { showHidden: !state.showHidden });
    case "sortChanged":
      return changeSort(state);
    case "sortReversed":
      return orderBy(state, { ...state.order, descending: !state.order.descending });
    case "layerClosed":
      return back(state);
    default:
      return assertNever(event);
  }
};
