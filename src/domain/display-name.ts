import { toGraphemes } from "./graphemes.ts";

/** Columns that a text takes on a terminal, such as `string-width`. */
export type WidthOf = (text: string) => number;

const replacement = "\u{FFFD}";

// C0, DEL, C1; line and paragraph separators; halves of surrogate pairs; and what nobody sees, which could make one name
// look like another, or "gpj.exe" read "exe.jpg" (Unicode TR 9): formats, fillers, the blank of Braille. Signs of
// Arabic, Syriac and Kaithi that stand around digits are formats too, and can be seen.
const hidden =
  /(?![\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}])[\p{Cc}\p{Cf}\p{Cs}\p{DI}\u2028\u2029\u2800]/gu;

/** In which a joiner or its opposite changes how a word is written: Unicode 23.2 "Cursive Connection". */
const joining =
  /(?![\p{ASCII}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hang}\p{sc=Hira}\p{sc=Kana}])[\p{L}\p{M}]$/u;
const emoji = /\p{ExtPict}[\p{EMod}\uFE0F]*$/u;

/** What nobody sees, and what it belongs to where that stands before it: in an emoji, a variant or a joined word. */
const companions: readonly (readonly [signs: RegExp, after: RegExp])[] = [
  [/\u200C|\u200D/u, joining],
  [/\u200D|\uFE0E|\uFE0F/u, emoji],
  [/\uFE0F/u, /[#*0-9]$/u],
  [/[\u{E0020}-\u{E007F}]/u, /\u{1F3F4}[\u{E0020}-\u{E007F}]*$/u],
  [/[\u{E0100}-\u{E01EF}]/u, /\p{sc=Hani}$/u],
  [/[\u180B-\u180D\u180F]/u, /\p{sc=Mong}$/u],
];

const belongs = (sign: string, before: string): boolean =>
  companions.some(([signs, after]) => signs.test(sign) && after.test(before));
const plainAscii = /^[ -~]*$/;

/** A name as data: each control, escape, direction-changing or invisible character is shown as one `�`. */
export const displayName = (name: string): string =>
  plainAscii.test(name)
    ? name
    : name.replace(hidden, (sign, at: number) =>
        // A tag of a flag is the 17th sign of an emoji at most; letters are one.
        belongs(sign, name.slice(Math.max(0, at - 16), at)) ? sign : replacement,
      );

/** As many graphemes from the start as fit into `columns`. */
const takeStart = (parts: readonly string[], columns: number, width: WidthOf): string => {
  let text = "";
  let used = 0;
  for (const part of parts) {
    used += width(part);
    if (used > columns) break;
    text += part;
  }
  return text;
};

const takeEnd = (parts: readonly string[], columns: number, width: WidthOf): string => {
  let text = "";
  let used = 0;
  for (const part of parts.toReversed()) {
    used += width(part);
    if (used > columns) break;
    text = part + text;
  }
  return text;
};

// ".tar.gz" counts as one; longer endings are part of the name.
const extensionPattern = /(?:\.tar)?\.[^./\s]{1,8}$/;

/**
 * Cuts a text (already safe) to `columns` in its middle and keeps the extension: "invoices…ber.csv".
 * Never splits a grapheme, so the result may be a column short.
 */
export const cutMiddle = (name: string, columns: number, width: WidthOf, mark = "…"): string => {
  if (width(name) <= columns) return name;
  const room = columns - width(mark);
  if (room <= 0) return takeStart(toGraphemes(name), columns, width);
  const found = extensionPattern.exec(name);
  const hasExtension = found && found.index > 0 && width(found[0]) * 2 <= room;
  const extension = hasExtension ? name.slice(found.index) : "";
  const stem = toGraphemes(name.slice(0, name.length - extension.length));
  const stemRoom = room - width(extension);
  const end = takeEnd(stem, Math.floor(stemRoom / 3), width);
  const start = takeStart(stem, stemRoom - width(end), width);
  return `${start}${mark}${end}${extension}`;
};

/** Cuts a text at its end: for words, where the start matters. */
export const cutEnd = (text: string, columns: number, width: WidthOf, mark = "…"): string => {
  if (width(text) <= columns) return text;
  const room = columns - width(mark);
  if (room <= 0) return takeStart(toGraphemes(text), Math.max(0, columns), width);
  return `${takeStart(toGraphemes(text), room, width)}${mark}`;
};

/** Fills up with spaces to `columns`; a text that is too wide stays as it is. */
export const padTo = (
  text: string,
  columns: number,
  width: WidthOf,
  side: "start" | "end" = "end",
): string => {
  const gap = " ".repeat(Math.max(0, columns - width(text)));
  return side === "end" ? text + gap : gap + text;
};
