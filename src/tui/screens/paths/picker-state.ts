import { assertNever } from "../../../domain/assert-never.ts";
import type { PackedFolder } from "../../../domain/packed-folder.ts";
import {
  fitWindow,
  listStart,
  movePosition,
  type ListMove,
  type ListPosition,
} from "../../widgets/list-window.ts";
import type { PathRow } from "./path-row.ts";
import { folderOfTyped, namesStarting, splitTyped } from "./typed-path.ts";

/** A path is typed, a name is looked for below the folder, or one of the recent folders is taken. */
export type PickerKind = "goTo" | "find" | "recent";

export interface PickerState {
  readonly kind: PickerKind;
  /** Where the browser stands, and where "~" leads. */
  readonly folder: string;
  readonly home: string;
  readonly text: string;
  /** Grows with each text, so that late answers to an earlier one are known. */
  readonly query: number;
  /** Those that can be taken now. */
  readonly rows: readonly PathRow[];
  /** Of the folder that completion looks into; null until it was read. */
  readonly listed: { readonly folder: string; readonly entries: PackedFolder } | null;
  /** The recent folders, whatever was typed. */
  readonly recent: readonly PathRow[];
  readonly position: ListPosition;
  readonly height: number;
  readonly isWorking: boolean;
  /** True: the arrows have gone to a row, so that it counts and not what was typed. */
  readonly hasMoved: boolean;
}

export type PickerEvent =
  | { readonly type: "typed"; readonly text: string }
  | { readonly type: "listed"; readonly folder: string; readonly entries: PackedFolder }
  | { readonly type: "found"; readonly query: number; readonly rows: readonly PathRow[] }
  | { readonly type: "recentRead"; readonly rows: readonly PathRow[] }
  | { readonly type: "ended"; readonly query: number }
  | { readonly type: "resized"; readonly height: number }
  | ListMove;

/** More are not looked through by anybody; a longer text finds fewer. */
export const maxPathRows = 1_000;

/** A picker that has read nothing yet. */
export const createPicker = (
  kind: PickerKind,
  text: string,
  { folder, home }: Pick<PickerState, "folder" | "home">,
): PickerState => ({
  kind,
  folder,
  home,
  text,
  query: 1,
  rows: [],
  listed: null,
  recent: [],
  position: listStart,
  height: 10,
  isWorking: kind !== "find",
  hasMoved: false,
});

const sizeOf = ({ rows, height }: PickerState) => ({ count: rows.length, height });

/** The rows for what was typed, from what has been read. */
const withRows = (state: PickerState): PickerState => {
  const { kind, text, listed, recent, folder, home } = state;
  if (kind === "goTo") {
    const wanted = folderOfTyped(text, folder, home);
    if (listed === null || listed.folder !== wanted)
      return { ...state, rows: [], isWorking: wanted !== null };
    const { start } = splitTyped(text);
    return { ...state, rows: namesStarting(listed, start, maxPathRows), isWorking: false };
  }
  if (kind === "find") return state;
  const wanted = text.toLowerCase();
  return { ...state, rows: recent.filter(({ shown }) => shown.toLowerCase().includes(wanted)) };
};

/** A slash more says nothing, as where `~` has typed "~/" and somebody types "~/exports". */
const withoutDoubleSlashes = (text: string): string => text.replace(/\/{2,}/gu, "/");

const typed = (state: PickerState, given: string): PickerState => {
  const text = state.kind === "goTo" ? withoutDoubleSlashes(given) : given;
  const next = {
    ...state,
    text,
    query: state.query + 1,
    position: listStart,
    hasMoved: false,
    isWorking: state.kind === "find" ? text !== "" : state.isWorking,
    rows: state.kind === "find" ? [] : state.rows,
  };
  return withRows(next);
};

/** The picker after an event. Pure. */
export const pickerReducer = (state: PickerState, event: PickerEvent): PickerState => {
  switch (event.type) {
    case "typed":
      return event.text === state.text ? state : typed(state, event.text);
    case "listed": {
      const { folder, entries } = event;
      return withRows({ ...state, listed: { folder, entries } });
    }
    case "recentRead":
      return withRows({ ...state, recent: event.rows, isWorking: false });
    case "found": {
      if (event.query !== state.query) return state;
      return { ...state, rows: [...state.rows, ...event.rows].slice(0, maxPathRows) };
    }
    case "ended":
      return event.query === state.query ? { ...state, isWorking: false } : state;
    case "resized": {
      const next = { ...state, height: event.height };
      return { ...next, position: fitWindow(state.position, sizeOf(next)) };
    }
    case "moved":
    case "jumped": {
      // The first Down goes to the first row: before it, what was typed counts.
      if (!state.hasMoved && state.kind === "goTo")
        return { ...state, hasMoved: state.rows.length > 0 };
      return {
        ...state,
        hasMoved: true,
        position: movePosition(state.position, event, sizeOf(state)),
      };
    }
    default:
      return assertNever(event);
  }
};

/** The row that Enter takes; null: what was typed counts. */
export const pickedRow = ({ kind, rows, position, hasMoved }: PickerState): PathRow | null =>
  kind === "goTo" && !hasMoved ? null : (rows[position.cursor] ?? null);
