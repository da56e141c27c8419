import { formatCount } from "../domain/format.ts";

/** Below a text that is longer than its place. */
export const scrollWords = {
  below: (lines: number): string => `${formatCount(lines, "more line")}: press Down`,
  /** Of a notice, behind the key for its details. */
  rest: (lines: number): string => `${formatCount(lines, "more line")}: press d`,
  above: (lines: number): string => `${formatCount(lines, "line")} above: press Up`,
} as const;
