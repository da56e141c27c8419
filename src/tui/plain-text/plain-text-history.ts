import { allFiles } from "../../domain/batch.ts";
import { formatTime } from "../../domain/format.ts";
import { nonEmpty } from "../../domain/non-empty.ts";
import type { HistoryBatch } from "../../services/ports/history-store.ts";
import { historyWords } from "../../words/history.ts";
import { accessibleWords as words, type HistoryFilter } from "../../words/plain-text.ts";
import { sinceDays } from "../screens/history/since-days.ts";
import { ask, isAnswer } from "./asked.ts";
import { isFiltered, noFilter, readFilter, showsBatches } from "./history-filter.ts";
import { createPagedList } from "./paged-list.ts";
import { plainTextFilesSent, type HistoryParams } from "./plain-text-files-sent.ts";
import { sayError } from "./say-error.ts";

const batchWords = (batch: HistoryBatch): string => {
  const { files, target, endedAtMs } = batch;
  const folder = target.key.slice(0, target.key.lastIndexOf("/") + 1);
  const place = `${target.bucket}/${allFiles(files) === 1 ? target.key : folder}`;
  const size = historyWords.size(batch);
  return words.sentBatch(historyWords.files(files), place, size, formatTime(endedAtMs));
};

/** The first page, said; null where nothing matches, or it cannot be read. */
const openBatches = async ({ terminal, services }: HistoryParams, filter: HistoryFilter) => {
  const list = createPagedList<HistoryBatch>({
    terminal,
    read: (window) => services.historyBatches({ sinceMs: sinceDays(filter.days) }, window),
    endedAtMs: ({ endedAtMs }) => endedAtMs,
    toWords: batchWords,
  });
  if (isFiltered(filter)) terminal.say(words.shownOnly(filter));
  const first = await list.more();
  if (!first.ok) sayError(terminal, first.error);
  else if (!first.value) terminal.say(isFiltered(filter) ? words.noneMatch : words.nothingSent);
  return first.ok && first.value ? list : null;
};

/**
 * What was sent together, the newest first, by days; behind each its files, their receipts, and uploading again. "end of
 * input": nobody is there any more.
 */
export const plainTextHistory = async (params: HistoryParams): Promise<"back" | "end of input"> => {
  const { terminal } = params;
  let filter = noFilter;
  let list = await openBatches(params, filter);
  if (list === null) return "back";
  terminal.say(words.historyHow);
  const narrow = async (next: HistoryFilter): Promise<"end of input" | "shown"> => {
    const left = showsBatches(next) ? next : await plainTextFilesSent(params, next, null);
    if (left === "end of input") return left;
    if (left === "back") return "shown";
    const opened = await openBatches(params, left);
    if (opened) [list, filter] = [opened, left];
    return "shown";
  };
  for (;;) {
    const typed = await ask(terminal, words.historyQuestion);
    if (typed === "end of input") return typed;
    const value = isAnswer(typed) ? typed.value : "";
    const said = list.said();
    if (nonEmpty(value) === null && !isFiltered(filter)) return "back";
    const asked =
      nonEmpty(value) === null ? { value: noFilter } : await readFilter(terminal, value, filter);
    const batch = /^\d+$/u.test(value) ? said[Number(value) - 1] : undefined;
    if (asked === "end of input") return asked;
    if (asked !== null && asked !== "back") {
      if ((await narrow(asked.value)) === "end of input") return "end of input";
    } else if (value === "m") await list.more();
    else if (batch !== undefined) {
      const left = await plainTextFilesSent(params, noFilter, batch);
      if (left === "end of input") return left;
    } else if (asked === null) terminal.say(words.noSuchNumber(said.length));
  }
};
