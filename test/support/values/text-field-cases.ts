import { keys } from "../sites/ink-screen.ts";

/** What a person types into a field, and what it must hold afterwards. */
export interface TextFieldCase {
  readonly name: string;
  readonly typed: readonly string[];
  readonly expected: string;
  /** What a field holds that cannot do this. */
  readonly instead?: Readonly<Partial<Record<"TextField" | "ShortField", string>>>;
}

const family = "👨‍👩‍👧";
const oneTwo = Array.from("one two");
const accented = "e\u0301";

/** What is asked of text fields, for whichever component stands behind them. */
export const textFieldCases: readonly TextFieldCase[] = [
  {
    name: "takes letters as text, commands of the lists too",
    typed: ["q", "j", "u", "/"],
    expected: "qju/",
  },
  { name: "types in the middle", typed: ["a", "c", keys.left, "b"], expected: "abc" },
  { name: "moves to the start with Home", typed: ["b", keys.home, "a"], expected: "ab" },
  { name: "moves to the end with End", typed: ["a", keys.left, keys.end, "b"], expected: "ab" },
  { name: "moves to the start with Ctrl+A", typed: ["b", keys.ctrl("a"), "a"], expected: "ab" },
  {
    name: "moves to the end with Ctrl+E",
    typed: ["a", keys.left, keys.ctrl("e"), "b"],
    expected: "ab",
  },
  {
    name: "takes what is before the cursor with Backspace",
    typed: ["a", "b", "c", keys.left, keys.backspace],
    expected: "ac",
  },
  {
    name: "takes what is under the cursor with Delete",
    typed: ["a", "b", "c", keys.left, keys.left, keys.delete],
    expected: "ac",
  },
  {
    name: "takes all before the cursor with Ctrl+U",
    typed: ["a", "b", "c", keys.left, keys.ctrl("u")],
    expected: "c",
  },
  {
    name: "takes all behind the cursor with Ctrl+K",
    typed: ["a", "b", "c", keys.left, keys.ctrl("k")],
    expected: "ab",
  },
  {
    name: "takes the word before the cursor with Ctrl+W",
    typed: [...oneTwo, keys.ctrl("w")],
    expected: "one ",
  },
  {
    name: "moves by words with Ctrl+Left",
    typed: [...oneTwo, keys.ctrlLeft, "x"],
    expected: "one xtwo",
  },
  {
    name: "moves by words with Ctrl+Right",
    typed: [...oneTwo, keys.home, keys.ctrlRight, "x"],
    expected: "onex two",
  },
  {
    name: "moves by words with Alt+B",
    typed: [...oneTwo, keys.altB, "x"],
    expected: "one xtwo",
  },
  {
    name: "moves by words with Alt+F",
    typed: [...oneTwo, keys.home, keys.altF, "x"],
    expected: "onex two",
  },
  {
    name: "takes a family of emoji with one Backspace",
    typed: ["a", family, keys.backspace],
    expected: "a",
  },
  { name: "takes an emoji with one Backspace", typed: ["a", "😀", keys.backspace], expected: "a" },
  {
    name: "takes a letter with its combining accent with one Backspace",
    typed: ["a", accented, keys.backspace],
    expected: "a",
  },
  { name: "steps over an emoji with one Left", typed: ["😀", keys.left, "a"], expected: "a😀" },
  {
    name: "takes a bracketed paste without its marks",
    typed: [keys.paste("AKIA1234")],
    expected: "AKIA1234",
  },
  {
    name: "takes the newline from a paste",
    typed: [keys.paste("AKIA1234\r\n")],
    expected: "AKIA1234",
  },
  {
    name: "takes the newline from a paste without marks",
    typed: ["AKIA1234\n"],
    expected: "AKIA1234",
  },
  { name: "ignores a lone line feed", typed: ["a", "\n", "b"], expected: "ab" },
  {
    name: "builds on keys that came before the last frame",
    typed: ["ab\u007f\u007fc"],
    expected: "c",
  },
  {
    name: "leaves the text alone with other letters behind Ctrl and Alt",
    typed: ["a", keys.ctrl("g"), "\u001bx", "b"],
    expected: "ab",
  },
  {
    name: "leaves Enter, Tab and the arrows up and down to the screen",
    typed: ["a", keys.enter, keys.tab, keys.up, keys.down, keys.pageDown, "b"],
    expected: "ab",
  },
  {
    name: "leaves Esc to the screen",
    typed: ["a", keys.escape, "b"],
    expected: "ab",
  },
  {
    name: "leaves ? to the screen while it is empty, and types it afterwards",
    typed: ["?", "a", "b", "?", keys.left, "c"],
    expected: "abc?",
  },
  {
    name: "pastes in the middle",
    typed: ["a", "d", keys.left, keys.paste("bc"), "!"],
    expected: "abc!d",
  },
  {
    name: "takes the spaces around a pasted text",
    typed: [keys.paste("  AKIA1234 ")],
    expected: "AKIA1234",
    instead: { ShortField: "  AKIA1234 " },
  },
  {
    name: "takes paste marks that have lost their Esc",
    typed: [keys.paste("[200~AKIA1234[201~")],
    expected: "AKIA1234",
    instead: { ShortField: "[200~AKIA1234[201~" },
  },
  {
    name: "takes characters without a width from a paste",
    typed: [keys.paste("AKIA\u200b1234")],
    expected: "AKIA1234",
  },
  {
    name: "takes what changes the direction of the text",
    typed: [keys.paste("AKIA\u202e1234")],
    expected: "AKIA1234",
    // It shows them as a replacement, and what was pasted is told to be wrong when the answer is checked.
    instead: { TextField: "AKIA\u202e1234" },
  },
];
