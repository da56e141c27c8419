import { formatCount } from "../domain/format.ts";

/** Below a text that is longer than its place. */
export const scrollWords = {
  below: (lines: number): string => `${formatCount(lines, "more line")}: press Down`,
  above: (lines: number): string => `${formatCount(lines, "line")} above: press Up`,
} as const;
