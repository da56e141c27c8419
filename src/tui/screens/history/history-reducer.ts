import { assertNever } from "../../../domain/assert-never.ts";
import type { AppError } from "../../../domain/errors.ts";
import { nextOf } from "../../../domain/next-of.ts";
import { isBlank, nonEmpty } from "../../../domain/non-empty.ts";
import type { Result } from "../../../domain/result.ts";
import type { TransferStateName } from "../../../domain/transfer.ts";
import type {
  HistoryBatch,
  HistoryEntry,
  HistoryPage,
} from "../../../services/ports/history-store.ts";
import {
  fitWindow,
  listStart,
  movePosition,
  type ListMove,
  type ListPosition,
} from "../../widgets/list-window.ts";

/** A line of the history: all that was sent together, or one file. */
export type HistoryRow =
  | { readonly is: "batch"; readonly batch: HistoryBatch }
  | { readonly is: "file"; readonly entry: HistoryEntry };

/** Which states are shown; each by the name of its filter. */
export const stateFilters = {
  all: ["delivered", "failed", "skipped", "cancelled"],
  failed: ["failed"],
  delivered: ["delivered"],
  "left out": ["skipped", "cancelled"],
} as const satisfies Readonly<Record<string, readonly TransferStateName[]>>;

export type StateFilter = keyof typeof stateFilters;

/** How far back it is looked, in days; null: always. */
export const dayFilters = [null, 1, 7, 30] as const;

export type DayFilter = (typeof dayFilters)[number];

const stateOrder: readonly StateFilter[] = ["all", "failed", "delivered", "left out"];

/** What is asked for, and so what a page belongs to. */
export interface HistoryAsk {
  readonly text: string;
  readonly state: StateFilter;
  readonly days: DayFilter;
  /** The batch that is open. */
  readonly batch: HistoryBatch | null;
}

export interface HistoryState {
  readonly ask: HistoryAsk;
  /** Rises with each change of `ask`: a page of before is not taken. */
  readonly askNumber: number;
  readonly page: HistoryPage<HistoryRow> | null;
  /** Files that were delivered, in all; null until it is known. */
  readonly delivered: number | null;
  readonly error: AppError | null;
  readonly isFiltering: boolean;
  readonly position: ListPosition;
  /** Where the list stood before a batch was opened. */
  readonly outerPosition: ListPosition;
  readonly height: number;
  /** Receipt that is shown in full. */
  readonly receiptId: string | null;
}

const everything: HistoryAsk = { text: "", state: "all", days: null, batch: null };

export const initialHistory: HistoryState = {
  ask: everything,
  askNumber: 0,
  page: null,
  delivered: null,
  error: null,
  isFiltering: false,
  position: listStart,
  outerPosition: listStart,
  height: 10,
  receiptId: null,
};

export type HistoryEvent =
  | {
      readonly type: "pageRead";
      readonly askNumber: number;
      readonly result: Result<HistoryPage<HistoryRow>, AppError>;
    }
  | { readonly type: "deliveredRead"; readonly files: number }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "filterOpened" }
  | { readonly type: "filterTyped"; readonly text: string }
  | { readonly type: "filterClosed" }
  | { readonly type: "stateFiltered" }
  | { readonly type: "daysFiltered" }
  | { readonly type: "opened" }
  | { readonly type: "receiptOpened"; readonly receiptId: string }
  | { readonly type: "layerClosed" };

const sizeOf = ({ page, height }: HistoryState) => ({ count: page?.total ?? 0, height });

/** The row at a place of the whole list, when the page holds it. */
export const historyRowAt = ({ page }: HistoryState, row: number): HistoryRow | null =>
  page?.rows[row - page.from] ?? null;

export const highlightedHistory = (state: HistoryState): HistoryRow | null =>
  historyRowAt(state, state.position.cursor);

/** True where batches are listed, and no single files. */
export const showsBatches = ({ ask }: HistoryState): boolean =>
  ask.batch === null && isBlank(ask.text) && ask.state === "all";

/** True while less than everything is shown. */
export const isFiltered = ({ ask }: HistoryState): boolean =>
  !isBlank(ask.text) || ask.state !== "all" || ask.days !== null;

/** A page before and after the window, so that keys find their rows already there. */
export const historyWindow = ({ position, height }: HistoryState) => ({
  from: Math.max(0, position.top - height),
  count: height * 3,
});

const asking = (
  state: HistoryState,
  change: Partial<HistoryAsk>,
  position = listStart,
): HistoryState => ({
  ...state,
  ask: { ...state.ask, ...change },
  askNumber: state.askNumber + 1,
  page: null,
  position,
});

const open = (state: HistoryState): HistoryState => {
  const row = highlightedHistory(state);
  if (row === null) return state;
  if (row.is === "file") return { ...state, receiptId: row.entry.receiptId };
  return asking({ ...state, outerPosition: state.position }, { batch: row.batch });
};

/** Esc: the receipt, the text being typed, the filters, then the batch. */
const back = (state: HistoryState): HistoryState => {
  if (state.receiptId !== null) return { ...state, receiptId: null };
  if (state.isFiltering || nonEmpty(state.ask.text) !== null)
    return asking({ ...state, isFiltering: false }, { text: "" });
  if (state.ask.batch !== null) return asking(state, { batch: null }, state.outerPosition);
  return isFiltered(state) ? asking(state, everything) : state;
};

/** The history after an event. Pure. */
export const historyReducer = (state: HistoryState, event: HistoryEvent): HistoryState => {
  switch (event.type) {
    case "pageRead": {
      if (event.askNumber !== state.askNumber) return state;
      if (!event.result.ok) return { ...state, error: event.result.error };
      const next = { ...state, page: event.result.value, error: null };
      return { ...next, position: fitWindow(state.position, sizeOf(next)) };
    }
    case "deliveredRead":
      return { ...state, delivered: event.files };
    case "resized": {
      const next = { ...state, height: event.height };
      return state.page === null
        ? next
        : { ...next, position: fitWindow(state.position, sizeOf(next)) };
    }
    case "moved":
    case "jumped":
      return { ...state, position: movePosition(state.position, event, sizeOf(state)) };
    case "filterOpened":
      return { ...state, isFiltering: true };
    case "filterTyped":
      return asking(state, { text: event.text });
    case "filterClosed":
      return { ...state, isFiltering: false };
    case "stateFiltered":
      return asking(state, { state: nextOf(stateOrder, state.ask.state) });
    case "daysFiltered":
      return asking(state, { days: nextOf(dayFilters, state.ask.days) });
    case "opened":
      return open(state);
    case "receiptOpened":
      return { ...state, receiptId: event.receiptId };
    case "layerClosed":
      return back(state);
    default:
      return assertNever(event);
  }
};
