/**
 * The value behind another one of a list, or the one before it; the last leads to the first. `now` itself where the list
 * is empty. Null is a value like any other: `list[at] ?? now` would never come to it.
 */
export const nextOf = <T>(list: readonly T[], now: T, by: 1 | -1 = 1): T => {
  const at = list.indexOf(now) + by;
  const [next = now] = list.slice(at % Math.max(1, list.length));
  return next;
};
