import stringWidth from "string-width";
import { nonEmpty } from "../../domain/non-empty.ts";
import { editText, toTextState, type TextState } from "../widgets/text-field/text-state.ts";
import type { Burst } from "./typed-bursts.ts";

/** Which texts are pasted as a whole, and which are not to be seen. */
export interface PasteRules {
  /** True for several lines that are one answer. */
  readonly isBlock: (text: string) => boolean;
  /** True for text that is not shown before it is known what it is. */
  readonly mayHoldSecret: (text: string) => boolean;
  /** True for an answer that is never shown. */
  readonly isSecret: (text: string) => boolean;
}

/** A line that is being typed. */
export interface TypedLine {
  readonly state: TextState;
  /** True: what is typed is not shown, since it was pasted and may be part of a block of keys. */
  readonly isHeld: boolean;
}

export const emptyLine: TypedLine = { state: toTextState(""), isHeld: false };

/** What a burst does to a line. */
export interface LineChange {
  readonly line: TypedLine;
  /** What the terminal has to show. */
  readonly echo: string;
  /** The answer, once the line has ended; "end of input" for Ctrl+D on an empty one. */
  readonly answer: { readonly text: string } | "end of input" | null;
  /** What came behind the end of the line. */
  readonly rest: Burst | null;
}

// Backspace as terminals show it: back, over it with a space, back again; twice for what is two columns wide.
const rubOut = (grapheme: string): string => "\b \b".repeat(stringWidth(grapheme));

const withText = ({ state, isHeld }: TypedLine, text: string): TypedLine => ({
  state: editText(state, { type: "insert", text }),
  isHeld,
});

/** One key; null for one that means nothing. */
const pressKey = (line: TypedLine, key: string): { line: TypedLine; echo: string } | null => {
  const { state, isHeld } = line;
  const shown = (text: string): string => (isHeld ? "" : text);
  if (key === "\u007f" || key === "\b") {
    const last = state.graphemes.at(-1) ?? "";
    const next = editText(state, { type: "backspace" });
    return { line: { state: next, isHeld }, echo: shown(rubOut(last)) };
  }
  // Ctrl+U and Ctrl+W, as the terminal's own lines have them.
  if (key === "\u0015" || key === "\u0017") {
    const next = editText(state, { type: key === "\u0015" ? "killToStart" : "killWord" });
    const gone = state.graphemes.slice(next.graphemes.length);
    const isStillHeld = isHeld && next.value !== "";
    return { line: { state: next, isHeld: isStillHeld }, echo: shown(gone.map(rubOut).join("")) };
  }
  if (/^\p{Cc}/u.test(key)) return null;
  return { line: withText(line, key), echo: shown(key) };
};

const restOf = (text: string, isPaste: boolean): Burst | null =>
  nonEmpty(text) === null ? null : { text, isPaste };

/** Keys one after the other, up to the end of the line. */
const typeKeys = (line: TypedLine, { text, isPaste }: Burst, rules: PasteRules): LineChange => {
  let [now, echo] = [line, ""];
  const keys = Array.from(text);
  for (const [index, key] of keys.entries()) {
    if (key === "\n") {
      const { value } = now.state;
      const late = now.isHeld && !rules.isSecret(value) ? value : "";
      const rest = restOf(keys.slice(index + 1).join(""), isPaste);
      return { line: emptyLine, echo: `${echo}${late}\n`, answer: { text: value }, rest };
    }
    if (key === "\u0004" && now.state.value === "") {
      return { line: now, echo, answer: "end of input", rest: null };
    }
    const pressed = pressKey(now, key);
    if (pressed === null) continue;
    now = pressed.line;
    echo += pressed.echo;
  }
  return { line: now, echo, answer: null, rest: null };
};

/**
 * The line after a burst. A block of keys is one answer, however many lines it has, and nothing of it is shown;
 * what else was pasted and may hold a secret is shown when its line has ended, if it is none.
 */
export const typeBurst = (line: TypedLine, burst: Burst, rules: PasteRules): LineChange => {
  const whole = line.state.value + burst.text;
  const isPasted = burst.isPaste || line.isHeld;
  if (isPasted && burst.text.includes("\n") && rules.isBlock(whole)) {
    const isEnded = burst.text.endsWith("\n");
    // Without an end the last line may be half of one: more of it, or Enter, is to come.
    return isEnded
      ? { line: emptyLine, echo: "\n", answer: { text: whole }, rest: null }
      : {
          line: withText({ ...line, isHeld: true }, burst.text),
          echo: "",
          answer: null,
          rest: null,
        };
  }
  const isHeld = isPasted && (line.isHeld || rules.mayHoldSecret(whole));
  return typeKeys({ ...line, isHeld }, burst, rules);
};
