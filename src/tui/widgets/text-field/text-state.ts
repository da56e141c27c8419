import { assertNever } from "../../../domain/assert-never.ts";
import { toGraphemes } from "../../../domain/graphemes.ts";

/** A text being edited. The cursor stands before the grapheme of its index. */
export interface TextState {
  readonly value: string;
  /** What a person sees as one character each; joined they are `value`. */
  readonly graphemes: readonly string[];
  /** From 0 to the number of graphemes. */
  readonly cursor: number;
}

export type TextEvent =
  | { readonly type: "insert"; readonly text: string }
  | { readonly type: "backspace" }
  | { readonly type: "delete" }
  | { readonly type: "left" }
  | { readonly type: "right" }
  | { readonly type: "home" }
  | { readonly type: "end" }
  | { readonly type: "wordLeft" }
  | { readonly type: "wordRight" }
  | { readonly type: "killWord" }
  | { readonly type: "killToStart" }
  | { readonly type: "killToEnd" };

/** A text with the cursor behind it. */
export const toTextState = (value: string): TextState => {
  const graphemes = toGraphemes(value);
  return { value, graphemes, cursor: graphemes.length };
};

/** Split anew, because a combining mark joins what stands before it. */
const joined = (before: string, after: string): TextState => {
  const value = before + after;
  const graphemes = toGraphemes(value);
  let cursor = 0;
  for (let length = 0; length < before.length; cursor += 1)
    length += graphemes[cursor]?.length ?? 1;
  return { value, graphemes, cursor };
};

const moved = (state: TextState, cursor: number): TextState => {
  const bounded = Math.max(0, Math.min(state.graphemes.length, cursor));
  return bounded === state.cursor ? state : { ...state, cursor: bounded };
};

/** Without the graphemes from `from` to before `to`. */
const cut = (state: TextState, from: number, to: number): TextState => {
  if (from >= to) return state;
  return joined(state.graphemes.slice(0, from).join(""), state.graphemes.slice(to).join(""));
};

const isWord = (grapheme: string | undefined): boolean =>
  grapheme !== undefined && /[\p{L}\p{N}_]/u.test(grapheme);

const wordStart = ({ graphemes, cursor }: TextState): number => {
  let at = cursor;
  while (at > 0 && !isWord(graphemes[at - 1])) at -= 1;
  while (at > 0 && isWord(graphemes[at - 1])) at -= 1;
  return at;
};

const wordEnd = ({ graphemes, cursor }: TextState): number => {
  let at = cursor;
  while (at < graphemes.length && !isWord(graphemes[at])) at += 1;
  while (at < graphemes.length && isWord(graphemes[at])) at += 1;
  return at;
};

/** The text after one edit; the same object when nothing changes. One step is one visible character. */
export const editText = (state: TextState, event: TextEvent): TextState => {
  const { graphemes, cursor } = state;
  switch (event.type) {
    case "insert":
      return event.text === ""
        ? state
        : joined(
            graphemes.slice(0, cursor).join("") + event.text,
            graphemes.slice(cursor).join(""),
          );
    case "backspace":
      return cut(state, Math.max(0, cursor - 1), cursor);
    case "delete":
      return cut(state, cursor, Math.min(graphemes.length, cursor + 1));
    case "left":
      return moved(state, cursor - 1);
    case "right":
      return moved(state, cursor + 1);
    case "home":
      return moved(state, 0);
    case "end":
      return moved(state, graphemes.length);
    case "wordLeft":
      return moved(state, wordStart(state));
    case "wordRight":
      return moved(state, wordEnd(state));
    case "killWord":
      return cut(state, wordStart(state), cursor);
    case "killToStart":
      return cut(state, 0, cursor);
    case "killToEnd":
      return cut(state, cursor, graphemes.length);
    default:
      return assertNever(event);
  }
};
