import { allFiles } from "../../domain/batch.ts";
import { formatBytes, formatTime } from "../../domain/format.ts";
import type { HistoryBatch, HistoryQuery } from "../../services/ports/history-store.ts";
import { historyWords } from "../../words/history.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { stateFilters } from "../screens/history/history-reducer.ts";
import { ask, isAnswer } from "./asked.ts";
import { createPagedList } from "./paged-list.ts";
import { plainTextFilesSent, type HistoryParams } from "./plain-text-files-sent.ts";
import { sayError } from "./say-error.ts";

const everything: HistoryQuery = {
  text: null,
  states: stateFilters.all,
  sinceMs: null,
  batchId: null,
};

const batchWords = ({ files, target, deliveredBytes, endedAtMs }: HistoryBatch): string => {
  const folder = target.key.slice(0, target.key.lastIndexOf("/") + 1);
  const place = `${target.bucket}/${allFiles(files) === 1 ? target.key : folder}`;
  const size = formatBytes(deliveredBytes);
  return words.sentBatch(historyWords.files(files), place, size, formatTime(endedAtMs));
};

/** What a line asks for of the files themselves; null: nothing of them. */
const toQuery = (typed: string): HistoryQuery | null => {
  if (typed === "x") return { ...everything, states: stateFilters.failed };
  const [, text] = /^f\s+(.+)$/u.exec(typed) ?? [];
  return text === undefined ? null : { ...everything, text: text.trim() };
};

/**
 * What was sent together, the newest first, by days; behind each its files, their receipts, and uploading again. "end of
 * input": nobody is there any more.
 */
export const plainTextHistory = async (params: HistoryParams): Promise<"back" | "end of input"> => {
  const { terminal, services } = params;
  const list = createPagedList<HistoryBatch>({
    terminal,
    read: (window) => services.historyBatches({ sinceMs: null }, window),
    endedAtMs: ({ endedAtMs }) => endedAtMs,
    toWords: batchWords,
  });
  const first = await list.more();
  if (!first.ok) sayError(terminal, first.error);
  else if (!first.value) terminal.say(words.nothingSent);
  if (!first.ok || !first.value) return "back";
  terminal.say(words.historyHow);
  for (;;) {
    const typed = await ask(terminal, words.historyQuestion);
    if (!isAnswer(typed)) return typed;
    const { value } = typed;
    const said = list.said();
    const query = toQuery(value);
    const batch = /^\d+$/u.test(value) ? said[Number(value) - 1] : undefined;
    if (value === "") return "back";
    if (value === "m") await list.more();
    else if (query === null && batch === undefined) terminal.say(words.noSuchNumber(said.length));
    else {
      const asked = query ?? { ...everything, batchId: batch?.id ?? null };
      const left = await plainTextFilesSent(params, asked, batch ?? null);
      if (left === "end of input") return left;
    }
  }
};
