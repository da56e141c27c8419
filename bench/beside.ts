import path from "node:path";

/**
 * Another checkout, built (`npm ci && npm run build`), that is measured in turns with this one: BENCH_BESIDE=FOLDER. Then
 * peers are left out, only ratios are printed, and nothing is kept. Null: none.
 */
export const besideFolder: string | null = process.env["BENCH_BESIDE"] ?? null;

/** A file of the checkout beside; null when there is none. */
export const besideFile = (name: string): string | null =>
  besideFolder === null ? null : path.resolve(besideFolder, name);

/** One line of the comparison: what ours needs, of what the other one does. */
export const besideLine = (what: string, ours: number, theirs: number): string =>
  `${(ours / theirs).toFixed(3)}×  ${what}: ${ours.toPrecision(4)}, beside ${theirs.toPrecision(4)}`;
