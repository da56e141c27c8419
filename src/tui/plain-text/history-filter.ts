import { nonEmpty } from "../../domain/non-empty.ts";
import type { HistoryQuery } from "../../services/ports/history-store.ts";
import { historyWords } from "../../words/history.ts";
import { accessibleWords as words, type HistoryFilter } from "../../words/plain-text.ts";
import { dayFilters, stateFilters } from "../screens/history/history-reducer.ts";
import { sinceDays } from "../screens/history/since-days.ts";
import type { Asked } from "./asked.ts";
import { choose } from "./choose.ts";
import type { PlainTerminal } from "./plain-terminal.ts";

export const noFilter: HistoryFilter = { text: null, state: "all", days: null };

const states = ["all", "failed", "delivered", "left out"] as const;

/** True while less than everything is shown. */
export const isFiltered = ({ text, state, days }: HistoryFilter): boolean =>
  text !== null || state !== "all" || days !== null;

/** True where what was sent together is listed, and no single files; as on the screen. */
export const showsBatches = ({ text, state }: HistoryFilter): boolean =>
  text === null && state === "all";

export const toQuery = (
  { text, state, days }: HistoryFilter,
  batchId: string | null,
): HistoryQuery => ({ text, states: stateFilters[state], sinceMs: sinceDays(days), batchId });

/** The filter that a line asks for: `f` and a text, `x` and `t` with a question each. Null: the line is no filter. */
export const readFilter = async (
  terminal: PlainTerminal,
  typed: string,
  filter: HistoryFilter,
): Promise<Asked<HistoryFilter> | null> => {
  const [isText, text] = /^f(?:\s+(.*))?$/u.exec(typed) ?? [null];
  if (isText !== null) return { value: { ...filter, text: nonEmpty(text?.trim()) } };
  if (typed === "x") {
    const choices = states.map((state) => ({
      words: historyWords.states[state],
      value: { ...filter, state },
    }));
    return choose(terminal, words.whichStates, choices);
  }
  if (typed !== "t") return null;
  const choices = dayFilters.map((days) => ({
    words: days === null ? historyWords.states.all : historyWords.since(days),
    value: { ...filter, days },
  }));
  return choose(terminal, words.whichTime, choices);
};
