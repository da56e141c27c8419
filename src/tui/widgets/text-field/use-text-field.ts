import { useInput, usePaste } from "ink";
import { useContext, useLayoutEffect, useRef, useState } from "react";
import { KeysContext } from "../../keys/keys-context.ts";
import { useKeptText } from "../../keys/use-kept-text.ts";
import { textEventOf } from "./text-keys.ts";
import { editText, type TextEvent, type TextState, toTextState } from "./text-state.ts";

export interface UseTextFieldOptions {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isFocused: boolean;
  /** Takes out what does not belong from pasted text: newlines always, spaces where none can be. */
  readonly clean: (pasted: string) => string;
  /** Sees a paste first; true when it was taken elsewhere (a row of a CSV file fills two fields). */
  readonly onPaste?: ((pasted: string) => boolean) | undefined;
  /** Characters that are commands now, such as "?". */
  readonly commands: readonly string[];
}

/** One visible character, as far as a terminal sends it in one piece. */
const isOneCharacter = (text: string) => toTextState(text).graphemes.length === 1;

/**
 * The text behind a field. Keys edit it at once, also many of them between two frames; Enter, Esc and Tab are
 * left to the screen. More than one character at once is a paste, whether the terminal brackets it or not.
 */
export const useTextField = (options: UseTextFieldOptions): TextState => {
  const { value, onChange, clean, onPaste, commands } = options;
  const isActive = useContext(KeysContext).isActive && options.isFocused;
  const [edited, setEdited] = useState(() => toTextState(value));
  const state = edited.value === value ? edited : toTextState(value);
  // Keys that arrive before the next frame build on each other, not on what was drawn last.
  const latest = useRef(state);
  // In the commit itself: a key may come before effects that wait for the next turn.
  useLayoutEffect(() => {
    latest.current = state;
  }, [state]);

  const apply = (event: TextEvent) => {
    const next = editText(latest.current, event);
    if (next === latest.current) return;
    const isChanged = next.value !== latest.current.value;
    latest.current = next;
    setEdited(next);
    if (isChanged) onChange(next.value);
  };
  const paste = (text: string) => {
    if (onPaste?.(text) !== true) apply({ type: "insert", text: clean(text) });
  };

  useInput(
    (input, key) => {
      if (commands.includes(input)) return;
      const event = textEventOf(input, key);
      if (event?.type === "insert" && !isOneCharacter(event.text)) paste(event.text);
      else if (event) apply(event);
    },
    { isActive },
  );
  usePaste(paste, { isActive });
  useKeptText(paste, isActive);
  return state;
};
