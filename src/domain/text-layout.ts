/** What help is written for: a terminal of the usual width. */
export const helpColumns = 80;

/** Lines of whole words, none longer than `columns` but for a word that is. Line breaks in the text stay. */
export const wrapWords = (text: string, columns: number): readonly string[] =>
  text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
      const before = lines.at(-1);
      const isRoom = before !== undefined && before.length + 1 + word.length <= columns;
      if (isRoom) lines[lines.length - 1] = `${before} ${word}`;
      else lines.push(word);
    }
    return lines;
  });

/** A name wider than this has its words below it: they would have no room beside it. */
const maxNameColumns = 30;
const margin = 2;

/**
 * Names and what is said of each, in two columns. The first one is as wide as the longest name that leaves room for the
 * words; these go on below themselves.
 */
export const twoColumns = (
  rows: readonly (readonly [name: string, words: string])[],
): readonly string[] => {
  const widths = rows.map(([name]) => name.length).filter((width) => width <= maxNameColumns);
  const nameColumns = Math.max(0, ...widths);
  const indent = " ".repeat(margin + nameColumns + margin);
  return rows.flatMap(([name, words]) => {
    const [first = "", ...more] = wrapWords(words, helpColumns - indent.length);
    const start = `${" ".repeat(margin)}${name.padEnd(nameColumns)}`;
    const head =
      name.length > nameColumns
        ? [start, `${indent}${first}`]
        : [`${start}${" ".repeat(margin)}${first}`.trimEnd()];
    return [...head, ...more.map((line) => `${indent}${line}`)];
  });
};
