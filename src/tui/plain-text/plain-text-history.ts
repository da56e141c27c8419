import { formatWhen } from "../../domain/format.ts";
import type { Receipt } from "../../domain/receipt.ts";
import type { AppServices } from "../services.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { receiptText } from "../../words/receipt.ts";
import { ask, isAnswer } from "./asked.ts";
import { choose } from "./choose.ts";
import { sayRows } from "./choose-several.ts";
import { readNumbers } from "./number-list.ts";
import type { PlainTerminal } from "./plain-terminal.ts";
import { sayError } from "./say-error.ts";

/** As many as the screen has of them. */
const maxReceipts = 1_000;

const rowWords = ({ name, bytes, endedAtMs, bucket, key }: Receipt): string =>
  words.receipt(name, bytes, formatWhen(endedAtMs, Date.now()), `${bucket}/${key}`);

const save = async (
  terminal: PlainTerminal,
  services: AppServices,
  receipts: readonly Receipt[],
) => {
  const [first] = receipts;
  if (first === undefined) return;
  const name = receipts.length === 1 ? `${first.name}.receipt.txt` : "receipts.txt";
  const saved = await services.saveText(name, `${receipts.map(receiptText).join("\n\n")}\n`);
  if (saved.ok) terminal.say(words.receiptSaved(saved.value));
  else sayError(terminal, saved.error);
};

/** Says some receipts in full, and offers to save them. False: the input ended. */
const show = async (
  terminal: PlainTerminal,
  services: AppServices,
  receipts: readonly Receipt[],
): Promise<boolean> => {
  for (const receipt of receipts) terminal.say(receiptText(receipt));
  const answer = await choose(terminal, words.menu, [
    { words: words.goBack, value: false },
    { words: words.saveReceipts(receipts.length), value: true },
  ]);
  if (!isAnswer(answer)) return answer === "back";
  if (answer.value) await save(terminal, services, receipts);
  return true;
};

const matching = (receipts: readonly Receipt[], text: string): readonly Receipt[] =>
  receipts.filter(({ key, path }) =>
    `${path}\n${key}`.toLowerCase().includes(text.trim().toLowerCase()),
  );

/** What was delivered, newest first, with the receipts behind it. "end of input": nobody is there any more. */
export const plainTextHistory = async (
  terminal: PlainTerminal,
  services: AppServices,
): Promise<"back" | "end of input"> => {
  const found = await services.receipts(maxReceipts);
  if (!found.ok) {
    sayError(terminal, found.error);
    return "back";
  }
  if (found.value.length === 0) {
    terminal.say(words.nothingSent);
    return "back";
  }
  let shown = found.value;
  let next = sayRows(terminal, shown.map(rowWords), 0);
  terminal.say(words.historyHow);
  for (;;) {
    const typed = await ask(terminal, words.historyQuestion);
    if (!isAnswer(typed)) return typed;
    const { value } = typed;
    if (value === "") return "back";
    if (value === "m") {
      next = sayRows(terminal, shown.map(rowWords), next);
    } else if (/^f\b/u.test(value)) {
      shown = matching(found.value, value.slice(1));
      next = sayRows(terminal, shown.map(rowWords), 0);
      if (shown.length === 0) terminal.say(words.nothingMatches(value.slice(1).trim()));
    } else {
      const numbers = readNumbers(value, shown.length);
      if (numbers === null) terminal.say(words.noSuchNumbers(shown.length));
      else {
        const receipts = numbers.flatMap((number) => shown[number - 1] ?? []);
        if (!(await show(terminal, services, receipts))) return "end of input";
      }
    }
  }
};
