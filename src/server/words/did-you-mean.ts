/** Behind a sentence about an unknown word: those that may have been meant; nothing where there are none. */
export const didYouMean = (nearest: readonly string[], before = ""): string => {
  const [first, ...others] = nearest.map((word) => `${before}${word}`);
  if (first === undefined) return "";
  const last = others.at(-1);
  const all =
    last === undefined ? first : `${[first, ...others.slice(0, -1)].join(", ")} or ${last}`;
  return `; did you mean ${all}?`;
};
