import { formatBytes, formatWhen } from "../../domain/format.ts";
import { nonEmpty } from "../../domain/non-empty.ts";
import type { HistoryBatch, HistoryEntry } from "../../services/ports/history-store.ts";
import type { Receipt } from "../../domain/receipt.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import { historyWords } from "../../words/history.ts";
import { accessibleWords as words, type HistoryFilter } from "../../words/plain-text.ts";
import { queueWords } from "../../words/queue.ts";
import { receiptText } from "../../words/receipt.ts";
import { saveBatchReceipt, type ReceiptForm } from "../screens/history/save-batch-receipt.ts";
import { ask, isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import { readNumbers } from "./number-list.ts";
import { isFiltered, readFilter, showsBatches, toQuery } from "./history-filter.ts";
import { createPagedList, type PagedList } from "./paged-list.ts";
import type { AppServices } from "../services.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface HistoryParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  /** The review of files that are to be uploaded again, to where they were. */
  readonly review: (files: readonly HistoryEntry[]) => Promise<"back" | "end of input">;
}

const entryWords = ({ target, sizeBytes, state, error, endedAtMs }: HistoryEntry): string =>
  words.sentFile(
    `${target.bucket}/${target.key}`,
    formatBytes(sizeBytes),
    queueWords.state[state],
    formatWhen(endedAtMs, Date.now()).trim(),
    error === null ? null : errorWords(error).happened,
  );

const save = async ({ terminal, services }: HistoryParams, receipts: readonly Receipt[]) => {
  const [first] = receipts;
  if (first === undefined) return;
  const name = receipts.length === 1 ? `${first.name}.receipt.txt` : "receipts.txt";
  const saved = await services.saveText(name, `${receipts.map(receiptText).join("\n\n")}\n`);
  if (saved.ok) terminal.say(words.receiptSaved(saved.value));
  else sayError(terminal, saved.error);
};

/** Says some receipts in full, and offers to save them. False: the input ended. */
const show = async (params: HistoryParams, entries: readonly HistoryEntry[]): Promise<boolean> => {
  const { terminal, services } = params;
  const receipts: Receipt[] = [];
  for (const { receiptId, error } of entries) {
    const found = receiptId === null ? null : await services.receipt(receiptId);
    if (found?.ok && found.value) receipts.push(found.value);
    else if (error) sayError(terminal, error);
    else terminal.say(historyWords.noReceipt);
  }
  for (const receipt of receipts) terminal.say(receiptText(receipt));
  if (receipts.length === 0) return true;
  const answer = await choose(terminal, words.menu, [
    { words: words.goBack, value: false },
    { words: words.saveReceipts(receipts.length), value: true },
  ]);
  if (!isAnswer(answer)) return answer === "back";
  if (answer.value) await save(params, receipts);
  return true;
};

/** What was not delivered is retried as it was asked for; what was goes through the review. False: the input ended. */
const uploadAgain = async (
  { terminal, services, review }: HistoryParams,
  entries: readonly HistoryEntry[],
): Promise<boolean> => {
  const failed = entries.filter(({ state }) => state === "failed");
  const open = failed.length > 0 ? failed : entries.filter(({ state }) => state !== "delivered");
  if (open.length > 0) {
    await services.queue.retry(open.map(({ transferId }) => transferId));
    terminal.say(historyWords.sentAgain(open.length));
    return true;
  }
  const files = entries.filter(({ path }) => path.startsWith("/"));
  if (files.length > 0) return (await review(files)) !== "end of input";
  terminal.say(historyWords.nothingAgain);
  return true;
};

/** The first page, said; null where nothing matches, or it cannot be read. */
const openFiles = async (
  { terminal, services }: HistoryParams,
  filter: HistoryFilter,
  batch: HistoryBatch | null,
): Promise<PagedList<HistoryEntry> | null> => {
  const query = toQuery(filter, batch?.id ?? null);
  const list = createPagedList<HistoryEntry>({
    terminal,
    read: (window) => services.historyEntries(query, window),
    endedAtMs: ({ endedAtMs }) => endedAtMs,
    toWords: entryWords,
  });
  if (isFiltered(filter)) terminal.say(words.shownOnly(filter));
  const first = await list.more();
  if (!first.ok) sayError(terminal, first.error);
  else if (!first.value)
    terminal.say(filter.text === null ? words.noneMatch : words.nothingMatches(filter.text));
  return first.ok && first.value ? list : null;
};

/** One receipt for all of a batch, by the letter of its form. */
const receiptForms: Readonly<Record<string, ReceiptForm>> = { s: "txt", j: "json", c: "csv" };

/** "u" is for all that was said, "u 1,3" for some; null: it asks for nothing of the kind. */
const meantAgain = (
  typed: string,
  said: readonly HistoryEntry[],
): readonly HistoryEntry[] | null => {
  const [isAgain, which] = /^u(?:\s+(.+))?$/u.exec(typed) ?? [null];
  if (isAgain === null) return null;
  if (which === undefined) return said;
  const numbers = readNumbers(which, said.length);
  return numbers && numbers.flatMap((number) => said[number - 1] ?? []);
};

/** Does what a line says of the files that were said. False: the input ended. */
const doLine = async (
  params: HistoryParams,
  typed: string,
  said: readonly HistoryEntry[],
  batch: HistoryBatch | null,
): Promise<boolean> => {
  const { terminal, services } = params;
  const form = Object.hasOwn(receiptForms, typed) ? receiptForms[typed] : undefined;
  if (form !== undefined && batch !== null) {
    await saveBatchReceipt({ services, say: (line) => terminal.say(line) }, batch.id, form);
    return true;
  }
  const again = meantAgain(typed, said);
  if (again !== null) return uploadAgain(params, again);
  const numbers = readNumbers(typed, said.length);
  if (numbers !== null)
    return show(
      params,
      numbers.flatMap((number) => said[number - 1] ?? []),
    );
  terminal.say(words.noSuchNumbers(said.length));
  return true;
};

/**
 * Files of the history: of one batch, or those that match. Gives the filter where it leads to what was sent together.
 * "end of input": nobody is there any more.
 */
export const plainTextFilesSent = async (
  params: HistoryParams,
  first: HistoryFilter,
  batch: HistoryBatch | null,
): Promise<"back" | "end of input" | HistoryFilter> => {
  const { terminal } = params;
  let filter = first;
  let list = await openFiles(params, filter, batch);
  if (list === null) return "back";
  terminal.say(batch === null ? words.filesHow : words.batchHow);
  for (;;) {
    const typed = await ask(terminal, words.filesQuestion);
    if (!isAnswer(typed)) return typed;
    const { value } = typed;
    if (nonEmpty(value) === null) return "back";
    const asked = await readFilter(terminal, value, filter);
    if (asked === "end of input") return asked;
    if (asked !== null && asked !== "back") {
      if (batch === null && showsBatches(asked.value)) return asked.value;
      const opened = await openFiles(params, asked.value, batch);
      if (opened) [list, filter] = [opened, asked.value];
    } else if (value === "m") await list.more();
    else if (asked === null && !(await doLine(params, value, list.said(), batch)))
      return "end of input";
  }
};
