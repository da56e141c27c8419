import type { Action, KeyMode } from "../../../src/tui/keys/actions.ts";
import { hintsFor } from "../../../src/tui/keys/hints.ts";
import { bindingsIn } from "../../../src/tui/keys/key-table.ts";

/** What the bottom line says of an action: "Space select". */
export const keyHint = (mode: KeyMode, action: Action): string => {
  const hint = hintsFor(mode).find((known) => known.action === action);
  if (!hint) throw new Error(`${mode} has no hint for ${action}`);
  return hint.text;
};

/** What the help says of an action. */
export const keyHelp = (mode: KeyMode, action: Action): string => {
  const binding = bindingsIn(mode).find((known) => known.action === action);
  if (!binding) throw new Error(`${mode} has no key for ${action}`);
  return binding.words;
};
