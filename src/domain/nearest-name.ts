/** Letters put in, left out, exchanged or turned round between two words ("optimal string alignment"). */
const distance = (a: string, b: string): number => {
  let [before, last] = [new Array<number>(), Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isTurned =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      now[column] = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isTurned ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, now];
  }
  return last[b.length] ?? 0;
};

// One slip in three letters, as git and cargo allow: with more, a guess is wrong more often than right.
const lettersPerSlip = 3;

/** Fewer begin too many names. */
const minBeginning = 3;

/** The name that somebody has probably meant: the nearest one, or the only one that begins so; null for none. */
export const nearestName = (typed: string, names: readonly string[]): string | null => {
  const maxDistance = Math.max(1, Math.floor(typed.length / lettersPerSlip));
  const [nearest] = names
    .map((name) => ({ name, slips: distance(typed, name) }))
    .filter(({ slips }) => slips <= maxDistance)
    .toSorted((one, other) => one.slips - other.slips);
  if (nearest !== undefined) return nearest.name;
  const begun = typed.length < minBeginning ? [] : names.filter((name) => name.startsWith(typed));
  return begun.length === 1 ? (begun[0] ?? null) : null;
};
