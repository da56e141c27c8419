// C0 and C1 but tab and line feed, separators of lines, what has no shape of its own (marks that turn the direction of
// text, joiners, fillers, tags, selectors of a glyph), and the blank of Braille: nobody may fake a line or a name.
const invisible =
  // oxlint-disable-next-line no-control-regex -- they are what it removes
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u2800\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Text from outside without what does not show, fakes a line, or commands a terminal. */
export const withoutInvisible = (text: string): string =>
  text.toWellFormed().replaceAll("\r\n", "\n").replaceAll(invisible, "");

/** Everything that some program shows as the end of a line. */
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const lineBreaks = /\s*[\n\u000b\u000c\r\u0085\u2028\u2029]\s*/gu;

/** Text from outside as one line, for a place where each line is somebody's: a break shows as ⏎. */
export const toOneLine = (text: string): string =>
  withoutInvisible(text.trim().replaceAll(lineBreaks, " ⏎ "));
