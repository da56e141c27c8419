/** Columns that a text takes on a terminal, such as `string-width`. */
export type WidthOf = (text: string) => number;

const replacement = "\u{FFFD}";

// C0, DEL, C1; line and paragraph separators; byte order mark; every control that changes the direction of
// text (Unicode TR 9) and could make "gpj.exe" read "exe.jpg"; and halves of surrogate pairs.
const unsafe =
  /[\p{Cc}\u2028\u2029\uFEFF\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu;
const plainAscii = /^[ -~]*$/;

/** A name as data: each control, escape, or direction-changing character is shown as one `�`. */
export const displayName = (name: string): string =>
  plainAscii.test(name) ? name : name.replace(unsafe, replacement);

// Made when it is first needed: loading its tables takes 8 ms, which an upload from a script never needs.
let segmenter: Intl.Segmenter | null = null;
const graphemes = (text: string): readonly string[] => {
  if (plainAscii.test(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment);
};

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
  if (room <= 0) return takeStart(graphemes(name), columns, width);
  const found = extensionPattern.exec(name);
  const hasExtension = found && found.index > 0 && width(found[0]) * 2 <= room;
  const extension = hasExtension ? name.slice(found.index) : "";
  const stem = graphemes(name.slice(0, name.length - extension.length));
  const stemRoom = room - width(extension);
  const end = takeEnd(stem, Math.floor(stemRoom / 3), width);
  const start = takeStart(stem, stemRoom - width(end), width);
  return `${start}${mark}${end}${extension}`;
};

/** Cuts a text at its end: for words, where the start matters. */
export const cutEnd = (text: string, columns: number, width: WidthOf, mark = "…"): string => {
  if (width(text) <= columns) return text;
  const room = columns - width(mark);
  if (room <= 0) return takeStart(graphemes(text), Math.max(0, columns), width);
  return `${takeStart(graphemes(text), room, width)}${mark}`;
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
