import { formatCount, formatNumber } from "../domain/format.ts";

/** Below a text that is longer than its place. */
export const scrollWords = {
  /** Where the cursor stands in a list that is longer than its place. */
  position: (at: number, all: number): string => `${formatNumber(at)}/${formatNumber(all)}`,
  below: (lines: number): string => `${formatCount(lines, "more line")}: press Down`,
  /** Of a notice, behind the key for its details. */
  rest: (lines: number): string => `${formatCount(lines, "more line")}: press d`,
  above: (lines: number): string => `${formatCount(lines, "line")} above: press Up`,
} as const;
