import { nonEmpty } from "../../domain/non-empty.ts";
import { readNumbers } from "./number-list.ts";

/** What one line means where files are selected. */
export type PickCommand =
  | { readonly type: "done" }
  | { readonly type: "more" | "above" | "hidden" | "selected" | "recent" | "unclear" }
  | { readonly type: "filter" | "find"; readonly text: string }
  | { readonly type: "open" | "size"; readonly number: number }
  | { readonly type: "numbers"; readonly numbers: readonly number[] }
  /** Typed, and not yet looked for. */
  | { readonly type: "path"; readonly path: string };

const letters: Readonly<Record<string, PickCommand>> = {
  m: { type: "more" },
  u: { type: "above" },
  r: { type: "recent" },
  ".": { type: "hidden" },
  s: { type: "selected" },
};

/** Reads a line; `count` is how many entries have a number. */
export const readPickCommand = (typed: string, count: number): PickCommand => {
  if (nonEmpty(typed) === null) return { type: "done" };
  const letter = Object.hasOwn(letters, typed) ? letters[typed] : undefined;
  if (letter !== undefined) return letter;
  const [, of, digits] = /^([oz])\s*(\d+)$/u.exec(typed) ?? [];
  if (digits !== undefined) {
    const number = Number(digits);
    const type = of === "o" ? "open" : "size";
    return number >= 1 && number <= count ? { type, number } : { type: "unclear" };
  }
  const [, search, text] = /^([fn])(?:\s+(.*))?$/u.exec(typed) ?? [];
  if (search !== undefined)
    return { type: search === "f" ? "filter" : "find", text: text?.trim() ?? "" };
  const numbers = readNumbers(typed, count);
  if (numbers !== null)
    return numbers.length > 0 ? { type: "numbers", numbers } : { type: "unclear" };
  // A number that is not there is a slip, and never the name of a file.
  return /^[\d\s,;-]+$/u.test(typed) ? { type: "unclear" } : { type: "path", path: typed };
};
