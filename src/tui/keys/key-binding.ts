import type { Action, KeyMode } from "./actions.ts";

/** One row of the table: which keys do what, in which words, where. */
export interface KeyBinding {
  readonly action: Action;
  /** By the names that `keyNames` gives. The first is the one that hints show. */
  readonly keys: readonly string[];
  /** For the help: what it does, without a full stop. */
  readonly words: string;
  readonly modes: readonly KeyMode[];
  /** For the bottom line: one or two words. Absent: the help alone names it. */
  readonly hint?: string | undefined;
}

/** The rows of one screen, as the help groups them. */
export interface KeySection {
  readonly title: string;
  readonly bindings: readonly KeyBinding[];
}

type Row = readonly [action: Action, keys: string, words: string, hint?: string];

/** Rows that hold in the same modes. Keys are written in one text, parted by spaces. */
export const rowsIn = (modes: readonly KeyMode[], rows: readonly Row[]): readonly KeyBinding[] =>
  rows.map(([action, keys, words, hint]) => ({
    action,
    keys: keys.split(" "),
    words,
    modes,
    hint,
  }));
