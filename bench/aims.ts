/** What was found, and its least and most over the rounds where there were several. */
export interface Figure {
  readonly value: number;
  readonly spread: readonly [number, number] | null;
}

/** One line of the issue: reached where `of` gives no more (or no less) than `limit`. */
export interface Aim<T> {
  readonly what: string;
  readonly sense: "at least" | "at most";
  readonly limit: number;
  readonly show: (value: number) => string;
  /** Null: not measured there. */
  readonly of: (results: T) => Figure | null;
}

export const times = (value: number): string => `${value.toFixed(2)}×`;
export const wholeMebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(0)} MiB`;

/** A figure of one run. */
export const single = (value: number | null | undefined): Figure | null =>
  value === null || value === undefined ? null : { value, spread: null };

export const isReached = <T>({ sense, limit, of }: Aim<T>, results: T): boolean => {
  const figure = of(results);
  if (figure === null) return false;
  return sense === "at least" ? figure.value >= limit : figure.value <= limit;
};

/** What it is, with its spread. */
export const showFigure = ({ show }: Pick<Aim<never>, "show">, figure: Figure | null): string => {
  if (figure === null) return "not measured";
  const { value, spread } = figure;
  return spread === null ? show(value) : `${show(value)} (${show(spread[0])}–${show(spread[1])})`;
};

export const showLimit = <T>({ sense, limit, show }: Aim<T>): string =>
  `${sense === "at least" ? "≥" : "≤"} ${show(limit)}`;

/** The machines of a page are A, B, C …, in the order of their files. */
export const machineLetter = (index: number): string => String.fromCodePoint(65 + index);

export const markdownTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** All aims against all machines: reached only where they hold on each of them. */
export const aimsTable = <T>(aims: readonly Aim<T>[], machines: readonly T[]): string =>
  markdownTable(
    ["aim", "wanted", ...machines.map((_, index) => machineLetter(index)), "reached"],
    aims.map((aim) => [
      aim.what,
      showLimit(aim),
      ...machines.map((results) => showFigure(aim, aim.of(results))),
      machines.every((results) => isReached(aim, results)) ? "yes" : "**no**",
    ]),
  );
