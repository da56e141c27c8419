import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { HistoryPage, HistoryWindow } from "../../services/ports/history-store.ts";
import { historyWords } from "../../words/history.ts";
import { accessibleWords as words } from "../../words/plain-text.ts";
import { pageRows } from "./choose-several.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

/** A long list that is said page by page, with the day above what ended on it. */
export interface PagedList<T> {
  /** What has been said so far; its numbers are those of the list. */
  readonly said: () => readonly T[];
  /** Says the next page, if there is one. False: the list is empty. */
  readonly more: () => Promise<Result<boolean, AppError>>;
}

export interface PagedListOptions<T> {
  readonly terminal: PlainTerminal;
  readonly read: (window: HistoryWindow) => Promise<Result<HistoryPage<T>, AppError>>;
  readonly endedAtMs: (row: T) => number;
  readonly toWords: (row: T) => string;
}

export const createPagedList = <T>(options: PagedListOptions<T>): PagedList<T> => {
  const { terminal, read, endedAtMs, toWords } = options;
  const said: T[] = [];
  let day = "";
  const say = (row: T): void => {
    const next = historyWords.day(endedAtMs(row), Date.now());
    if (next !== day) terminal.say(words.day(next));
    day = next;
    said.push(row);
    terminal.say(`${said.length}. ${toWords(row)}`);
  };
  return {
    said: () => said,
    more: async () => {
      const page = await read({ from: said.length, count: pageRows });
      if (!page.ok) return page;
      page.value.rows.forEach(say);
      const left = page.value.total - said.length;
      if (left > 0) terminal.say(words.more(left));
      return ok(said.length > 0);
    },
  };
};
