const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const piece = /(\d+(?:[.,]\d+)?)\s*(ms|sec|s|min|m|h|d)\s*/giu;

/** "60s", "10 min", "1h30m", "2d" in milliseconds; null for anything else, also for a number without a unit. */
export const readDuration = (text: string): number | null => {
  const typed = text.trim();
  const pieces = Array.from(typed.matchAll(piece));
  const isWhole = pieces.map(([whole]) => whole).join("") === typed;
  if (pieces.length === 0 || !isWhole) return null;
  return pieces.reduce(
    (sum, [, number = "", unit = ""]) =>
      sum + Number(number.replace(",", ".")) * (unitMs[unit.toLowerCase()] ?? 0),
    0,
  );
};
