import type { WidthOf } from "../../domain/display-name.ts";
import { toGraphemes } from "../../domain/graphemes.ts";

/** A word that is wider than a line, in pieces that fit. */
const pieces = (word: string, columns: number, width: WidthOf): readonly string[] => {
  if (width(word) <= columns) return [word];
  const lines: string[] = [];
  let line = "";
  for (const segment of toGraphemes(word)) {
    if (line !== "" && width(line + segment) > columns) {
      lines.push(line);
      line = "";
    }
    line += segment;
  }
  return line === "" ? lines : [...lines, line];
};

/**
 * A text in lines of at most `columns`, broken between words, with its first line's indent before each. Ink's own
 * wrapping begins lines with the space at which it broke.
 */
export const wrapLines = (text: string, columns: number, width: WidthOf): readonly string[] => {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const room = Math.max(1, columns - indent.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text
    .trim()
    .split(/ +/)
    .flatMap((each) => pieces(each, room, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) <= room) line = longer;
    else {
      lines.push(indent + line);
      line = word;
    }
  }
  return [...lines, indent + line];
};
