import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type {
  HistoryEntry,
  HistoryPage,
  HistoryQuery,
  HistoryStore,
} from "../ports/history-store.ts";

/** Looked at in one go: some 20 ms, in which the screen does not answer. */
const lookedAtOnce = 4_000;

export interface FindInHistoryParams {
  readonly history: Pick<HistoryStore, "search">;
  readonly query: HistoryQuery;
  /** So many are enough: more than that nobody reads without another letter. */
  readonly maxFound: number;
  readonly signal: AbortSignal;
}

/**
 * The matches of a query from the newest on, all that were found so far each time: a long history shows its first ones
 * before the last name was looked at. Ends with the history, or with `maxFound`. Rejects with the reason of an abort.
 */
export async function* findInHistory(
  params: FindInHistoryParams,
): AsyncGenerator<Result<HistoryPage<HistoryEntry>, AppError>> {
  const { history, query, maxFound, signal } = params;
  const rows: HistoryEntry[] = [];
  for (let from = 0; rows.length < maxFound; from += lookedAtOnce) {
    signal.throwIfAborted();
    const found = history.search(query, { from, count: lookedAtOnce });
    if (!found.ok) {
      yield found;
      return;
    }
    rows.push(...found.value.rows);
    const isLast = found.value.lookedAt < lookedAtOnce;
    if (found.value.rows.length > 0 || isLast)
      yield ok({ rows: rows.slice(0, maxFound), from: 0, total: rows.length });
    if (isLast) return;
    await nextTurn();
  }
}
