/** More of them are no help. */
const maxWords = 3;

/** Slips of the fingers that a word of this length may have: a short one is soon another word. */
const maxSlips = (length: number): number => (length <= 3 ? 1 : length <= 6 ? 2 : 3);

/**
 * Letters to insert, remove, replace or swap with their neighbour until one word is the other: "optimal string
 * alignment distance", Boytsov 2011, 2.2.
 */
const slipsBetween = (a: string, b: string): number => {
  let twoAbove: readonly number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      now.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (now[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped && row > 1 && column > 1 ? (twoAbove[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    twoAbove = above;
    above = now;
  }
  return above[b.length] ?? 0;
};

/** Known words that somebody may have meant, the nearest first; none where nothing is near. */
export const nearestWords = (typed: string, known: readonly string[]): readonly string[] => {
  const text = typed.toLowerCase();
  return known
    .map((word) => {
      const other = word.toLowerCase();
      const isBegun = text.length > 1 && other.startsWith(text);
      return { word, slips: isBegun ? 0.5 : slipsBetween(text, other) };
    })
    .filter(({ word, slips }) => slips <= maxSlips(Math.min(text.length, word.length)))
    .toSorted((a, b) => a.slips - b.slips)
    .slice(0, maxWords)
    .map(({ word }) => word);
};
