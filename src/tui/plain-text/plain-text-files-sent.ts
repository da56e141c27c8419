import { formatBytes, formatWhen } from "../../domain/format.ts";
import type {
  HistoryBatch,
  HistoryEntry,
  HistoryQuery,
} from "../../services/ports/history-store.ts";
import type { Receipt } from "../../domain/receipt.ts";
import { errorWords } from "../../words/errors/error-words.ts";
import { historyWords } from "../../words/history.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { queueWords } from "../../words/queue.ts";
import { receiptText } from "../../words/receipt.ts";
import { saveBatchReceipt } from "../screens/history/save-batch-receipt.ts";
import { ask, isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import { readNumbers } from "./number-list.ts";
import { createPagedList } from "./paged-list.ts";
import type { AppServices } from "../services.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

export interface HistoryParams {
  readonly terminal: PlainTerminal;
  readonly services: AppServices;
  /** The review of files that are to be uploaded again; absolute paths. */
  readonly review: (paths: readonly string[]) => Promise<"back" | "end of input">;
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
  const paths = entries.map(({ path }) => path).filter((path) => path.startsWith("/"));
  if (paths.length > 0) return (await review(paths)) !== "end of input";
  terminal.say(historyWords.nothingAgain);
  return true;
};

/** Files of the history: of one batch, or those that match. "end of input": nobody is there any more. */
export const plainTextFilesSent = async (
  params: HistoryParams,
  query: HistoryQuery,
  batch: HistoryBatch | null,
): Promise<"back" | "end of input"> => {
  const { terminal, services } = params;
  const list = createPagedList<HistoryEntry>({
    terminal,
    read: (window) => services.historyEntries(query, window),
    endedAtMs: ({ endedAtMs }) => endedAtMs,
    toWords: entryWords,
  });
  const first = await list.more();
  if (!first.ok) sayError(terminal, first.error);
  else if (!first.value)
    terminal.say(query.text === null ? historyWords.noneLeft : words.nothingMatches(query.text));
  if (!first.ok || !first.value) return "back";
  terminal.say(batch === null ? words.filesHow : words.batchHow);
  for (;;) {
    const typed = await ask(terminal, words.filesQuestion);
    if (!isAnswer(typed)) return typed;
    const { value } = typed;
    const said = list.said();
    const numbers = readNumbers(value, said.length);
    if (value === "") return "back";
    if (value === "m") await list.more();
    else if (value === "s" && batch !== null)
      await saveBatchReceipt({ services, say: (line) => terminal.say(line) }, batch.id, "txt");
    else if (value === "u") {
      if (!(await uploadAgain(params, said))) return "end of input";
    } else if (numbers === null) terminal.say(words.noSuchNumbers(said.length));
    else {
      const chosen = numbers.flatMap((number) => said[number - 1] ?? []);
      if (!(await show(params, chosen))) return "end of input";
    }
  }
};
