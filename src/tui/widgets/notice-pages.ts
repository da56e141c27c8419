import { scrollWords } from "../../words/scroll.ts";
import type { Line } from "./Lines.tsx";

/** A page whose last line says how many follow behind it. */
const pageOf = (lines: readonly Line[], room: number): readonly Line[] => {
  if (lines.length <= room) return lines;
  const rest = { text: `  ${scrollWords.rest(lines.length - room + 1)}`, tone: "quiet" } as const;
  return [...lines.slice(0, room - 1), rest];
};

/**
 * What `d` leads through: the notice as it stands above a menu of `firstRoom` lines less, then its details. Where those
 * have room beside the menu, too, they are one page; else the lines that have not been shown yet, `room` at a time.
 */
export const noticePages = (
  closed: readonly Line[],
  detailed: readonly Line[],
  firstRoom: number,
  room: number,
): readonly (readonly Line[])[] => {
  const first = pageOf(closed, firstRoom);
  if (detailed.length <= firstRoom) return [first, detailed];
  const pages = [first];
  const step = Math.max(2, room);
  for (let at = first.length - 1; at < detailed.length;) {
    const page = pageOf(detailed.slice(at), step);
    pages.push(page);
    at += detailed.length - at <= step ? step : step - 1;
  }
  return pages;
};
