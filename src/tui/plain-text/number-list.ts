/** Numbers from 1 in the order of the list: "3", "1-5", "1,3", "2-4 7", "5-", "all"; null for anything else. */
export const readNumbers = (text: string, count: number): readonly number[] | null => {
  const typed = text.trim().toLowerCase();
  if (typed === "all") return Array.from({ length: count }, (_, index) => index + 1);
  const found = new Set<number>();
  for (const piece of typed.split(/\s*[,;]\s*|\s+(?=\d)/u)) {
    const [, first, dash, last] = /^(\d+)(?:\s*(-)\s*(\d+)?)?$/u.exec(piece) ?? [];
    if (first === undefined) return null;
    const from = Number(first);
    const to = dash === undefined ? from : Number(last ?? count);
    if (from < 1 || to > count || from > to) return null;
    for (let number = from; number <= to; number += 1) found.add(number);
  }
  return Array.from(found).toSorted((one, other) => one - other);
};
