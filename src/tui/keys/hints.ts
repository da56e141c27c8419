import type { WidthOf } from "../../domain/display-name.ts";
import type { Action, KeyMode } from "./actions.ts";
import { keyWords } from "./key-names.ts";
import { bindingsIn } from "./key-table.ts";

export interface HintOptions {
  /** Actions that mean nothing now, such as "retry" when nothing failed. */
  readonly without?: readonly Action[] | undefined;
  /** Actions to show first, such as "retry" when something failed. */
  readonly first?: readonly Action[] | undefined;
  /** What a key does now, where that is not what the table says of it: "passphrase" where that is missing. */
  readonly words?: HintWords | undefined;
}

export type HintWords = Readonly<Partial<Record<Action, string>>>;

/** One entry of the bottom line. */
export interface Hint {
  readonly action: Action;
  readonly text: string;
}

// More than six are not read.
const maxHints = 6;
const gap = "  ";

/** The hints of a mode: `? help` first, then what matters most there. */
export const hintsFor = (
  mode: KeyMode,
  { without = [], first = [], words = {} }: HintOptions = {},
): readonly Hint[] => {
  const rank = (action: Action): number => {
    const place = first.indexOf(action);
    return action === "help" ? -1 : place === -1 ? first.length : place;
  };
  return bindingsIn(mode)
    .flatMap(({ action, keys, hint }) => {
      const word = words[action] ?? hint;
      return word === undefined || without.includes(action)
        ? []
        : [{ action, text: `${keyWords(keys[0] ?? "")} ${word}` }];
    })
    .toSorted((a, b) => rank(a.action) - rank(b.action));
};

/** As many hints as fit into `columns`, whole ones only. The first is never left out. */
export const fitHints = (
  hints: readonly Hint[],
  columns: number,
  width: WidthOf,
): readonly string[] => {
  const shown: string[] = [];
  let used = 0;
  for (const { text } of hints.slice(0, maxHints)) {
    const needed = width(text) + (shown.length > 0 ? gap.length : 0);
    if (shown.length > 0 && used + needed > columns) break;
    shown.push(text);
    used += needed;
  }
  return shown;
};
