import type { Dispatch } from "react";
import { allFiles } from "../../../domain/batch.ts";
import type { HistoryBatch, HistoryEntry } from "../../../services/ports/history-store.ts";
import { keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { listMoves } from "../../widgets/list-moves.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { historyWords } from "../../../words/history.ts";
import { ownDestination, toSelection } from "../redirect/redirected.ts";
import type { ScreenProps } from "../screen-props.ts";
import { saveBatchReceipt, type ReceiptForm } from "./save-batch-receipt.ts";
import {
  highlightedHistory,
  stateFilters,
  type HistoryEvent,
  type HistoryRow,
  type HistoryState,
} from "./history-reducer.ts";

export interface HistoryKeysOptions {
  readonly props: ScreenProps;
  readonly state: HistoryState;
  readonly dispatch: Dispatch<HistoryEvent>;
}

/** So many files of a batch are asked for at once to be uploaded again. */
const maxAgain = 10_000;

/** What was delivered goes through the review for where it was; what was not is retried as it was asked for. */
const uploadAgain = async (
  { services, settings, navigate, say }: ScreenProps,
  entries: readonly HistoryEntry[],
): Promise<void> => {
  const open = entries.filter(({ state }) => state !== "delivered");
  const files = entries.filter(({ path }) => path.startsWith("/"));
  if (open.length > 0) {
    await services.queue.retry(open.map(({ transferId }) => transferId));
    say(historyWords.sentAgain(open.length));
    return navigate({ type: "show", screen: "queue" });
  }
  if (files.length === 0) return say(historyWords.nothingAgain);
  const selected = toSelection(settings, files);
  const target = ownDestination(
    settings,
    files.map((file) => file.target),
  );
  return navigate(
    target === null
      ? { type: "review", selected }
      : { type: "reviewElsewhere", target, selected, failed: [] },
  );
};

const entriesOf = async ({ services, say }: ScreenProps, { id }: HistoryBatch) => {
  const query = { text: null, states: stateFilters.all, sinceMs: null, batchId: id };
  const page = await services.historyEntries(query, { from: 0, count: maxAgain });
  if (page.ok) return page.value.rows;
  say(errorLine(page.error));
  return [];
};

const againKey = (props: ScreenProps, row: HistoryRow | null): KeyHandler => {
  if (row === null) return { why: historyWords.noneHighlighted };
  if (row.is === "file") return () => void uploadAgain(props, [row.entry]);
  const again = async () => {
    const entries = await entriesOf(props, row.batch);
    const failed = entries.filter(({ state }) => state === "failed");
    await uploadAgain(props, failed.length > 0 ? failed : entries);
  };
  return () => void again();
};

/** Saves one receipt for all of a batch: the open one, or the highlighted one. */
const saveKey = (
  { props, state }: HistoryKeysOptions,
  row: HistoryRow | null,
  form: ReceiptForm,
): KeyHandler => {
  const batch = row?.is === "batch" ? row.batch : state.ask.batch;
  if (batch === null) return { why: historyWords.noneHighlighted };
  return () => void saveBatchReceipt(props, batch.id, form);
};

/** Opens the receipt of a file, or what was sent together; of one file alone, its receipt at once. */
const openKey = ({ state, dispatch, props }: HistoryKeysOptions, row: HistoryRow | null) => {
  if (row === null)
    return { why: state.page === null ? historyWords.loading : historyWords.noneHighlighted };
  if (row.is === "file")
    return row.entry.receiptId === null
      ? { why: row.entry.error ? errorLine(row.entry.error) : historyWords.noReceipt }
      : () => dispatch({ type: "opened" });
  const { batch } = row;
  if (allFiles(batch.files) !== 1 || batch.files.delivered !== 1)
    return () => dispatch({ type: "opened" });
  const open = async () => {
    const [only] = await entriesOf(props, batch);
    if (only?.receiptId) dispatch({ type: "receiptOpened", receiptId: only.receiptId });
  };
  return () => void open();
};

/** Keys of the history while no receipt lies over it. */
export const useHistoryKeys = (options: HistoryKeysOptions): void => {
  const { props, state, dispatch } = options;
  const row = highlightedHistory(state);
  const send =
    (event: HistoryEvent): KeyHandler =>
    () =>
      dispatch(event);
  const moves: KeyHandlers = {
    ...listMoves(state.height, dispatch),
    back: send({ type: "layerClosed" }),
  };
  useKeys(
    "history",
    {
      ...moves,
      open: openKey(options, row),
      filter: send({ type: "filterOpened" }),
      filterState: send({ type: "stateFiltered" }),
      filterDays: send({ type: "daysFiltered" }),
      again: againKey(props, row),
      save: saveKey(options, row, "txt"),
      saveJson: saveKey(options, row, "json"),
      saveCsv: saveKey(options, row, "csv"),
    },
    { isActive: state.receiptId === null && !state.isFiltering },
  );
  useKeys(
    "historyText",
    { ...moves, accept: send({ type: "filterClosed" }) },
    { isActive: state.isFiltering, except: keysLeftTo(state.ask.text) },
  );
};
