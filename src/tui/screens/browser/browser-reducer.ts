import { nonEmpty } from "../../../domain/non-empty.ts";
import path from "node:path";
import { assertNever } from "../../../domain/assert-never.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import type { SortBy } from "../../../domain/settings.ts";
import { isHiddenName } from "../../../domain/taken-names.ts";
import {
  fitWindow,
  moveBy,
  movePosition,
  moveTo,
  type ListMove,
} from "../../widgets/list-window.ts";
import type { BrowserEvent, KnownPath } from "./browser-event.ts";
import { entryAt, parentRows, rowCount, toSelectable, type BrowserState } from "./browser-state.ts";
import { FolderRows } from "./folder-rows.ts";
import type { RowOrder } from "./row-order.ts";
import { invertAll, selectAll, selectEntries } from "./change-selection.ts";
import { emptySelection, isSelected, type Selectable } from "./selection.ts";
import { withSizes } from "./selection-counts.ts";

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

/** The cursor is on the first match, whatever it was on before. */
const filterTyped = (state: BrowserState, text: string): BrowserState => {
  const next = refilter(state, { filter: text });
  if (!isFiltered(next)) return next;
  const position = moveTo({ cursor: 0, top: 0 }, parentRows(next), sizeOf(next));
  return { ...next, hasMoved: true, position };
};

const openFolder = (
  before: BrowserState,
  folder: string,
  wanted: string | null = null,
): BrowserState => {
  // A name that was asked for is shown, hidden or not.
  const showHidden = before.showHidden || (wanted !== null && isHiddenName(wanted));
  const state = { ...before, showHidden };
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
    wanted: wanted ?? cameFrom ?? remembered.get(folder) ?? null,
    delivered: new Map(),
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

/** Esc: the filter first, then the selection, which takes a second one; a further Esc has nothing to do here. */
const back = (state: BrowserState): BrowserState => {
  if (state.isFiltering || isFiltered(state)) {
    return refilter(state, { filter: "", isFiltering: false });
  }
  if (state.selection.size === 0) return state;
  return state.isClearing
    ? { ...state, selection: emptySelection, isClearing: false }
    : { ...state, isClearing: true };
};

const moved = (state: BrowserState, move: ListMove): BrowserState => ({
  ...state,
  hasMoved: true,
  position: movePosition(state.position, move, sizeOf(state)),
});

const resized = (state: BrowserState, height: number): BrowserState => {
  const next = { ...state, height };
  return { ...next, position: fitWindow(state.position, sizeOf(next)) };
};

const selectPaths = (state: BrowserState, paths: readonly KnownPath[]): BrowserState => {
  let { selection } = state;
  for (const { path: at, isFolder } of paths) {
    const folder = path.dirname(at);
    const name = path.basename(at);
    if (folder === at || isSelected(selection, folder, name)) continue;
    selection = selectEntries(selection, folder, [{ name, isFolder, sizeBytes: null }], "on");
  }
  return { ...state, selection };
};

const measureAtCursor = (state: BrowserState): BrowserState => {
  const entry = entryAt(state, state.position.cursor);
  if (entry?.kind !== "folder") return state;
  const at = path.join(state.folder, entry.name);
  const counts = new Map(state.counts);
  counts.delete(at);
  return { ...state, counts, measured: new Set(state.measured).add(at) };
};

/** Files of the rows that this computer has delivered before. */
const addDelivered = (
  state: BrowserState,
  { folder, delivered }: BrowserEvent & { readonly type: "deliveredFound" },
): BrowserState => {
  if (folder !== state.folder || delivered.length === 0) return state;
  const known = new Map(state.delivered);
  for (const one of delivered) known.set(path.basename(one.path), one);
  return { ...state, delivered: known };
};

/** What any key but a second Esc puts an end to. */
const keepsClearing: ReadonlySet<BrowserEvent["type"]> = new Set([
  "folderRead",
  "readEnded",
  "detailsRead",
  "selectionSized",
  "counted",
  "deliveredFound",
  "resized",
  "layerClosed",
]);

/** The browser after an event. Pure; what comes of a folder that was left changes nothing. */
export const browserReducer = (state: BrowserState, event: BrowserEvent): BrowserState =>
  afterEvent(
    state.isClearing && !keepsClearing.has(event.type) ? { ...state, isClearing: false } : state,
    event,
  );

const afterEvent = (state: BrowserState, event: BrowserEvent): BrowserState => {
  switch (event.type) {
    case "folderOpened":
      return openFolder(state, event.folder, event.name ?? null);
    case "refreshed":
      // Something may have come or gone: what is selected is counted anew as well.
      return { ...openFolder(state, state.folder, nameAtCursor(state)), counts: new Map() };
    case "measured":
      return measureAtCursor(state);
    case "deliveredFound":
      return addDelivered(state, event);
    case "pathsSelected":
      return selectPaths(state, event.paths);
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
    case "resized":
      return resized(state, event.height);
    case "moved":
    case "jumped":
      return moved(state, event);
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
      return filterTyped(state, event.text);
    case "filterClosed":
      return { ...state, isFiltering: false };
    case "hiddenToggled":
      return refilter(state, { showHidden: !state.showHidden });
    case "sortChanged":
      return changeSort(state);
    case "sortReversed":
      return orderBy(state, { ...state.order, descending: !state.order.descending });
    case "preferencesChanged":
      return orderBy(refilter(state, { showHidden: event.showHidden }), event.order);
    case "layerClosed":
      return back(state);
    default:
      return assertNever(event);
  }
};
