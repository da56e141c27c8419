import { nonEmpty } from "../../../domain/non-empty.ts";
import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Receipt } from "../../../domain/receipt.ts";
import type { Result } from "../../../domain/result.ts";
import {
  fitWindow,
  listStart,
  movePosition,
  moveTo,
  type ListMove,
  type ListPosition,
} from "../../widgets/list-window.ts";

export interface HistoryState {
  /** Newest first; null until they have been read. */
  readonly all: readonly Receipt[] | null;
  /** Those that the filter lets through. */
  readonly rows: readonly Receipt[];
  readonly error: AppError | null;
  readonly filter: string;
  readonly isFiltering: boolean;
  readonly position: ListPosition;
  readonly height: number;
  /** Id of the receipt that is shown in full. */
  readonly opened: string | null;
}

export const initialHistory: HistoryState = {
  all: null,
  rows: [],
  error: null,
  filter: "",
  isFiltering: false,
  position: listStart,
  height: 10,
  opened: null,
};

export type HistoryEvent =
  | { readonly type: "receiptsRead"; readonly result: Result<readonly Receipt[], AppError> }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "filterOpened" }
  | { readonly type: "filterTyped"; readonly text: string }
  | { readonly type: "filterClosed" }
  | { readonly type: "opened" }
  | { readonly type: "layerClosed" };

const sizeOf = ({ rows, height }: HistoryState) => ({ count: rows.length, height });

/** The receipt under the cursor. */
export const highlightedReceipt = ({ rows, position }: HistoryState): Receipt | null =>
  rows[position.cursor] ?? null;

const matching = (all: readonly Receipt[], filter: string): readonly Receipt[] => {
  const wanted = filter.toLowerCase();
  if (wanted === "") return all;
  return all.filter(
    ({ key, path }) => key.toLowerCase().includes(wanted) || path.toLowerCase().includes(wanted),
  );
};

/** Rows anew; the cursor stays with its receipt, unless that stood first, where new ones come in. */
const refilter = (state: HistoryState, change: Partial<HistoryState>): HistoryState => {
  const next = { ...state, ...change };
  const rows = matching(next.all ?? [], next.filter);
  const under = state.position.cursor === 0 ? null : highlightedReceipt(state);
  const found = under ? rows.findIndex(({ id }) => id === under.id) : -1;
  const shown = { ...next, rows };
  const row = found >= 0 ? found : under ? next.position.cursor : 0;
  return { ...shown, position: moveTo(next.position, row, sizeOf(shown)) };
};

const back = (state: HistoryState): HistoryState => {
  if (state.opened !== null) return { ...state, opened: null };
  return state.isFiltering || nonEmpty(state.filter) !== null
    ? refilter(state, { filter: "", isFiltering: false })
    : state;
};

/** The history after an event. Pure. */
export const historyReducer = (state: HistoryState, event: HistoryEvent): HistoryState => {
  switch (event.type) {
    case "receiptsRead":
      return event.result.ok
        ? refilter(state, { all: event.result.value, error: null })
        : { ...state, error: event.result.error };
    case "resized": {
      const next = { ...state, height: event.height };
      return { ...next, position: fitWindow(state.position, sizeOf(next)) };
    }
    case "moved":
    case "jumped":
      return { ...state, position: movePosition(state.position, event, sizeOf(state)) };
    case "filterOpened":
      return { ...state, isFiltering: true };
    case "filterTyped":
      return refilter(state, { filter: event.text });
    case "filterClosed":
      return { ...state, isFiltering: false };
    case "opened":
      return { ...state, opened: highlightedReceipt(state)?.id ?? null };
    case "layerClosed":
      return back(state);
    default:
      return assertNever(event);
  }
};
