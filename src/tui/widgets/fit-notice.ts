import { scrollWords } from "../../words/scroll.ts";
import type { Line } from "./Lines.tsx";

/**
 * As much of a notice as there is room for: its first lines and the key to the rest, or with the details its last
 * lines, because who asks for them has read the others.
 */
export const fitNotice = (
  lines: readonly Line[],
  room: number,
  hasDetails: boolean,
): readonly Line[] => {
  if (lines.length <= room) return lines;
  if (hasDetails) return lines.slice(lines.length - room);
  if (room < 2) return lines.slice(0, room);
  const rest = { text: `  ${scrollWords.rest(lines.length - room + 1)}`, tone: "quiet" } as const;
  return [...lines.slice(0, room - 1), rest];
};
