import { type Dispatch, useEffect, useReducer } from "react";
import { isBlank } from "../../../domain/non-empty.ts";
import type { AppError } from "../../../domain/errors.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { HistoryPage } from "../../../services/ports/history-store.ts";
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

const dayMs = 24 * 60 * 60 * 1000;

/** Midnight of this computer's time zone, so many days ago. */
const sinceOf = (days: number | null): number | null => {
  if (days === null) return null;
  const today = new Date().setHours(0, 0, 0, 0);
  return today - (days - 1) * dayMs;
};

const readPage = async (
  services: AppServices,
  state: HistoryState,
): Promise<Result<HistoryPage<HistoryRow>, AppError>> => {
  const { text, state: states, days, batch } = state.ask;
  const sinceMs = sinceOf(days);
  const window = historyWindow(state);
  if (showsBatches(state)) {
    const page = await services.historyBatches({ sinceMs }, window);
    if (!page.ok) return page;
    const rows = page.value.rows.map((each) => ({ is: "batch", batch: each }) as const);
    return ok({ ...page.value, rows });
  }
  const query = {
    text: isBlank(text) ? null : text,
    states: stateFilters[states],
    sinceMs,
    batchId: batch?.id ?? null,
  };
  const page = await services.historyEntries(query, window);
  if (!page.ok) return page;
  return ok({
    ...page.value,
    rows: page.value.rows.map((entry) => ({ is: "file", entry }) as const),
  });
};

/** The history a page at a time, read anew when something else is asked for or the list has moved. */
export const useHistory = (
  services: AppServices,
  isVisible: boolean,
): readonly [HistoryState, Dispatch<HistoryEvent>] => {
  const [state, dispatch] = useReducer(historyReducer, initialHistory);
  const { from } = historyWindow(state);
  const { askNumber, height } = state;
  useEffect(() => {
    if (!isVisible) return;
    const read = async () => {
      const result = await readPage(services, state);
      dispatch({ type: "pageRead", askNumber, result });
      const delivered = await services.deliveredFiles();
      if (delivered.ok) dispatch({ type: "deliveredRead", files: delivered.value });
    };
    // Failures are Results.
    void read();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is read depends on these alone
  }, [services, isVisible, askNumber, from, height]);
  return [state, dispatch];
};
