import type { Key } from "ink";

const named = {
  upArrow: "up",
  downArrow: "down",
  leftArrow: "left",
  rightArrow: "right",
  pageUp: "pageUp",
  pageDown: "pageDown",
  home: "home",
  end: "end",
  return: "enter",
  escape: "escape",
  tab: "tab",
  backspace: "backspace",
  delete: "delete",
} as const satisfies Partial<Record<keyof Key, string>>;

const isNamed = (name: string): name is keyof typeof named => name in named;
const controls: Readonly<Record<string, string>> = {
  " ": "space",
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
};

/** A key that is held down on a slow line: many of one character in one event. */
const isHeld = (characters: readonly string[]): boolean =>
  characters.every((each) => each === characters[0]);

/**
 * Names of the keys in one input event, as the key table writes them: "up", "space", "ctrl+c", "G". A held key
 * on a slow line arrives as one event with many characters, so there may be several. Releases give none, and so does
 * text that came in one piece: it was pasted into a terminal that marks no pastes, and no letter of it is a command.
 */
export const keyNames = (input: string, key: Key): readonly string[] => {
  if (key.eventType === "release") return [];
  const special = Object.keys(named).find((name) => isNamed(name) && key[name]);
  if (special !== undefined && isNamed(special)) {
    const name = named[special];
    return [key.shift && name === "tab" ? "shift+tab" : name];
  }
  if (key.ctrl) return [`ctrl+${input === " " ? "space" : input}`];
  // Alt with a letter means nothing here: a terminal that turns Esc and a quick letter into it loses no command.
  if (key.meta) return [];
  const characters = Array.from(input);
  return isHeld(characters) ? characters.map((each) => controls[each] ?? each) : [];
};

/**
 * True for text that was pasted into a terminal that marks no pastes. One key gives one character; a held one, many of
 * the same.
 */
export const isPastedText = (input: string, key: Pick<Key, "ctrl" | "meta">): boolean =>
  new Set(input).size > 1 && !key.ctrl && !key.meta;

const words: Readonly<Record<string, string>> = {
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
  pageUp: "PgUp",
  pageDown: "PgDn",
  home: "Home",
  end: "End",
  enter: "Enter",
  escape: "Esc",
  tab: "Tab",
  "shift+tab": "Shift+Tab",
  backspace: "Backspace",
  space: "Space",
};

/** A key's name as it is printed on the key: "Enter", "Ctrl+C", "u". */
export const keyWords = (name: string): string =>
  words[name] ?? (name.startsWith("ctrl+") ? `Ctrl+${name.slice(5).toUpperCase()}` : name);
