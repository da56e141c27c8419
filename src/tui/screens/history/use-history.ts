import { type Dispatch, useEffect, useReducer } from "react";
import { isBlank } from "../../../domain/non-empty.ts";
import type { AppError } from "../../../domain/errors.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type {
  HistoryEntry,
  HistoryPage,
  HistoryQuery,
} from "../../../services/ports/history-store.ts";
import type { AppServices } from "../../services.ts";
import {
  historyReducer,
  historyWindow,
  initialHistory,
  showsBatches,
  stateFilters,
  type HistoryEvent,
  type HistoryRow,
  type HistoryState,
} from "./history-reducer.ts";
import { sinceDays } from "./since-days.ts";
/** So many matches of a text are found one after the other; what is beyond them is read page by page. */
const maxFound = 1_000;

const queryOf = ({ ask: { text, state, days, batch } }: HistoryState): HistoryQuery => ({
  text: isBlank(text) ? null : text,
  states: stateFilters[state],
  sinceMs: sinceDays(days),
  batchId: batch?.id ?? null,
});

const toFiles = ({ rows, ...page }: HistoryPage<HistoryEntry>): HistoryPage<HistoryRow> => ({
  ...page,
  rows: rows.map((entry) => ({ is: "file", entry })),
});

const readPage = async (
  services: AppServices,
  state: HistoryState,
): Promise<Result<HistoryPage<HistoryRow>, AppError>> => {
  const window = historyWindow(state);
  if (showsBatches(state)) {
    const page = await services.historyBatches({ sinceMs: sinceDays(state.ask.days) }, window);
    if (!page.ok) return page;
    const rows = page.value.rows.map((each) => ({ is: "batch", batch: each }) as const);
    return ok({ ...page.value, rows });
  }
  const page = await services.historyEntries(queryOf(state), window);
  return page.ok ? ok(toFiles(page.value)) : page;
};

type Page = Result<HistoryPage<HistoryRow>, AppError>;

/** Shows matches as they are found; gives them where there may be more than those, null where they are all. */
const search = async (
  services: AppServices,
  state: HistoryState,
  dispatch: Dispatch<HistoryEvent>,
  signal: AbortSignal,
): Promise<HistoryPage<HistoryRow> | null> => {
  let found: HistoryPage<HistoryRow> = { rows: [], from: 0, total: 0 };
  for await (const page of services.findInHistory(queryOf(state), maxFound, signal)) {
    const result: Page = page.ok ? ok(toFiles(page.value)) : page;
    if (result.ok) found = result.value;
    dispatch({ type: "pageRead", askNumber: state.askNumber, result });
  }
  return found.rows.length < maxFound ? null : found;
};

/** Reads what is asked for: all matches as they are found, or the page that is on the screen. */
const read = async (
  services: AppServices,
  state: HistoryState,
  dispatch: Dispatch<HistoryEvent>,
  signal: AbortSignal,
  isSearch: boolean,
): Promise<void> => {
  const { askNumber } = state;
  const first = isSearch ? await search(services, state, dispatch, signal) : null;
  if (!isSearch || first !== null) {
    const page = await readPage(services, state);
    // What was found stays, and how many there are is known.
    const result: Page =
      first !== null && page.ok ? ok({ ...first, total: page.value.total }) : page;
    dispatch({ type: "pageRead", askNumber, result });
  }
  const delivered = await services.deliveredFiles();
  if (delivered.ok) dispatch({ type: "deliveredRead", files: delivered.value });
};

/** The history a page at a time, read anew when something else is asked for or the list has moved. */
export const useHistory = (
  services: AppServices,
  isVisible: boolean,
): readonly [HistoryState, Dispatch<HistoryEvent>] => {
  const [state, dispatch] = useReducer(historyReducer, initialHistory);
  const { from, count } = historyWindow(state);
  const { askNumber, height } = state;
  const isSearch = !isBlank(state.ask.text);
  // What has been found is held as a whole.
  const isFound = isSearch && from + count <= maxFound;
  const page = isFound ? "found" : `${from} ${height}`;
  useEffect(() => {
    if (!isVisible) return undefined;
    const stop = new AbortController();
    // Failures are Results.
    read(services, state, dispatch, stop.signal, isFound).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    return () => stop.abort();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is read depends on these alone
  }, [services, isVisible, askNumber, page]);
  return [state, dispatch];
};
