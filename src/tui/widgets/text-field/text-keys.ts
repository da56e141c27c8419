import type { Key } from "ink";
import type { TextEvent } from "./text-state.ts";

const step = (type: Exclude<TextEvent["type"], "insert">): TextEvent => ({ type });

/** As readline has them, because that is what people on a shell have in their fingers. */
const controls: Readonly<Record<string, TextEvent>> = {
  a: step("home"),
  e: step("end"),
  b: step("left"),
  f: step("right"),
  d: step("delete"),
  h: step("backspace"),
  k: step("killToEnd"),
  u: step("killToStart"),
  w: step("killWord"),
};

const alts: Readonly<Record<string, TextEvent>> = {
  b: step("wordLeft"),
  f: step("wordRight"),
};

// A line feed of its own (Ctrl+J) and other controls are no text.
const loneControl = /^\p{Cc}$/u;

const named = (key: Key): TextEvent | null => {
  const isWord = key.ctrl || key.meta;
  if (key.leftArrow) return step(isWord ? "wordLeft" : "left");
  if (key.rightArrow) return step(isWord ? "wordRight" : "right");
  if (key.home) return step("home");
  if (key.end) return step("end");
  if (key.backspace) return step(isWord ? "killWord" : "backspace");
  if (key.delete) return step("delete");
  return null;
};

const isCommand = (key: Key): boolean =>
  key.return || key.escape || key.tab || key.upArrow || key.downArrow || key.pageUp || key.pageDown;

/** What one input event does to the text; null when it is a command or nothing at all. */
export const textEventOf = (input: string, key: Key): TextEvent | null => {
  if (key.eventType === "release" || isCommand(key)) return null;
  const event = named(key);
  if (event) return event;
  if (key.ctrl) return controls[input] ?? null;
  if (key.meta) return alts[input] ?? null;
  return input === "" || loneControl.test(input) ? null : { type: "insert", text: input };
};
