import { nonEmpty } from "../../../domain/non-empty.ts";
import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { PackedFolder } from "../../../domain/packed-folder.ts";
import {
  fitWindow,
  moveBy,
  movePosition,
  moveTo,
  type ListMove,
} from "../../widgets/list-window.ts";
import {
  compareBy,
  filterRows,
  mergeRows,
  noRows,
  packedRows,
  rowIndex,
  rowOfName,
  sortRows,
  toRow,
  withDetails,
  type BrowserRow,
  type RowOrder,
  type Rows,
  type SortBy,
} from "./browser-rows.ts";
import {
  entryAt,
  parentRows,
  rowAt,
  rowCount,
  toTickable,
  type BrowserState,
  type FolderCount,
} from "./browser-state.ts";
import { invertAll, noTicks, tickAll, tickEntries, type Tickable } from "./ticks.ts";
import { withSizes } from "./tick-counts.ts";

export type BrowserEvent =
  | { readonly type: "folderOpened"; readonly folder: string }
  | { readonly type: "refreshed" }
  | {
      readonly type: "entriesRead";
      readonly reading: number;
      readonly entries: readonly FolderEntry[];
    }
  | { readonly type: "wholeRead"; readonly reading: number; readonly folder: PackedFolder }
  | { readonly type: "readEnded"; readonly reading: number; readonly error: AppError | null }
  | {
      readonly type: "detailsRead";
      readonly folder: string;
      readonly entries: readonly FolderEntry[];
    }
  | {
      readonly type: "ticksSized";
      readonly folder: string;
      /** By name; 0 for a file that is gone, which the plan will name. */
      readonly sizes: ReadonlyMap<string, number>;
    }
  | { readonly type: "counted"; readonly key: string; readonly count: FolderCount }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "ticked" }
  | { readonly type: "allTicked" }
  | { readonly type: "inverted" }
  | { readonly type: "ticksCleared" }
  | { readonly type: "filterOpened" }
  | { readonly type: "filterTyped"; readonly text: string }
  | { readonly type: "filterClosed" }
  | { readonly type: "hiddenToggled" }
  | { readonly type: "sortChanged" }
  | { readonly type: "sortReversed" }
  | { readonly type: "layerPeeled" };

/** No name is waited for any longer. */
const readEnd = { isReading: false, wanted: null } as const;

const sizeOf = (state: BrowserState) => ({ count: rowCount(state), height: state.height });

const nameAtCursor = (state: BrowserState): string | null =>
  entryAt(state, state.position.cursor)?.name ?? null;

/** New rows under the cursor: it stays with its entry, and on the same line of the screen. */
const withRows = (state: BrowserState, change: Partial<BrowserState>): BrowserState => {
  const next = { ...state, ...change };
  const offset = parentRows(next);
  const under = rowAt(state, state.position.cursor);
  const wantedAt = next.wanted === null ? -1 : rowOfName(next.rows, next.wanted);
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
  const guess = rowIndex(next.rows, under, compareBy(next.order));
  const isThere = next.rows.at(guess)?.entry.name === under.entry.name;
  const found = isThere ? guess : rowOfName(next.rows, under.entry.name);
  const cursor = (found >= 0 ? found : guess) + offset;
  const shift = cursor - state.position.cursor;
  return {
    ...next,
    position: moveTo({ cursor, top: state.position.top + shift }, cursor, sizeOf(next)),
  };
};

const shown = (state: BrowserState, all: Rows) =>
  filterRows(all, { text: state.filter, showHidden: state.showHidden });

/** Filter, hidden names or order changed: the same entries, shown anew. */
const shownAnew = (state: BrowserState, change: Partial<BrowserState>): BrowserState => {
  const next = { ...state, ...change };
  return withRows(state, { ...change, all: next.all, rows: shown(next, next.all) });
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
    all: noRows,
    rows: noRows,
    position: { cursor: 0, top: 0 },
    hasMoved: false,
    wanted: cameFrom ?? remembered.get(folder) ?? null,
    filter: "",
    isFiltering: false,
    remembered,
  };
};

const addEntries = (state: BrowserState, entries: readonly FolderEntry[]): BrowserState => {
  const compare = compareBy(state.order);
  const added: readonly BrowserRow[] = entries.map(toRow).sort(compare);
  const all = mergeRows(state.all, added, compare);
  const addedShown = shown(state, added);
  const rows =
    addedShown === added && state.rows === state.all
      ? all
      : mergeRows(state.rows, addedShown, compare);
  return withRows(state, { all, rows });
};

/** All of the folder, in place of what was read of it before. */
const takeWhole = (state: BrowserState, folder: PackedFolder): BrowserState => {
  const all = packedRows(folder, state.order);
  return { ...withRows(state, { all, rows: shown(state, all) }), ...readEnd };
};

const addDetails = (state: BrowserState, folder: string, entries: readonly FolderEntry[]) => {
  if (folder !== state.folder) return state;
  const all = withDetails(state.all, entries, state.order);
  const rows = state.rows === state.all ? all : withDetails(state.rows, entries, state.order);
  return withRows(state, { all, rows });
};

const tickAtCursor = (state: BrowserState): BrowserState => {
  const entry = entryAt(state, state.position.cursor);
  const tickable = entry && toTickable(entry);
  const position = moveBy(state.position, 1, sizeOf(state));
  const moved = { ...state, position, hasMoved: true };
  if (!tickable) return moved;
  return { ...moved, ticks: tickEntries(state.ticks, state.folder, [tickable], "flip") };
};

const shownTickables = (state: BrowserState): readonly Tickable[] =>
  Array.from(state.rows).flatMap(({ entry }) => toTickable(entry) ?? []);

const isFiltered = ({ filter }: BrowserState): boolean => nonEmpty(filter) !== null;

const tickShown = (state: BrowserState): BrowserState => {
  const { ticks, folder, showHidden } = state;
  if (!isFiltered(state)) return { ...state, ticks: tickAll(ticks, folder, showHidden) };
  return { ...state, ticks: tickEntries(ticks, folder, shownTickables(state), "on") };
};

const invertShown = (state: BrowserState): BrowserState => {
  const { ticks, folder, showHidden } = state;
  if (isFiltered(state)) {
    return { ...state, ticks: tickEntries(ticks, folder, shownTickables(state), "flip") };
  }
  const entryOf = (name: string) => {
    const row = state.all.at(rowOfName(state.all, name));
    return (row && toTickable(row.entry)) ?? undefined;
  };
  return { ...state, ticks: invertAll(ticks, folder, showHidden, entryOf) };
};

const nextSort: Readonly<Record<SortBy, SortBy>> = {
  name: "size",
  size: "modified",
  modified: "name",
};

const orderBy = (state: BrowserState, order: RowOrder): BrowserState =>
  shownAnew(state, { order, all: sortRows(state.all, order) });

/** By name upwards, then largest and newest first: what one looks for. */
const changeSort = (state: BrowserState): BrowserState => {
  const sort = nextSort[state.order.sort];
  return orderBy(state, { sort, descending: sort !== "name" });
};

/** Esc: the filter first, then the selection; a further Esc has nothing to do here. */
const peel = (state: BrowserState): BrowserState => {
  if (state.isFiltering || isFiltered(state)) {
    return shownAnew(state, { filter: "", isFiltering: false });
  }
  return state.ticks.size === 0 ? state : { ...state, ticks: noTicks };
};

/** The browser after an event. Pure; chunks of a folder that was left change nothing. */
export const browserReducer = (state: BrowserState, event: BrowserEvent): BrowserState => {
  switch (event.type) {
    case "folderOpened":
      return openFolder(state, event.folder);
    case "refreshed":
      return { ...openFolder(state, state.folder), wanted: nameAtCursor(state) };
    case "entriesRead":
      return event.reading === state.reading ? addEntries(state, event.entries) : state;
    case "wholeRead":
      return event.reading === state.reading ? takeWhole(state, event.folder) : state;
    case "readEnded":
      return event.reading === state.reading ? { ...state, ...readEnd, error: event.error } : state;
    case "detailsRead":
      return addDetails(state, event.folder, event.entries);
    case "ticksSized":
      return { ...state, ticks: withSizes(state.ticks, event.folder, event.sizes) };
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
    case "ticked":
      return tickAtCursor(state);
    case "allTicked":
      return tickShown(state);
    case "inverted":
      return invertShown(state);
    case "ticksCleared":
      return { ...state, ticks: noTicks };
    case "filterOpened":
      return { ...state, isFiltering: true };
    case "filterTyped":
      return shownAnew(state, { filter: event.text });
    case "filterClosed":
      return { ...state, isFiltering: false };
    case "hiddenToggled":
      return shownAnew(state, { showHidden: !state.showHidden });
    case "sortChanged":
      return changeSort(state);
    case "sortReversed":
      return orderBy(state, { ...state.order, descending: !state.order.descending });
    case "layerPeeled":
      return peel(state);
    default:
      return assertNever(event);
  }
};
