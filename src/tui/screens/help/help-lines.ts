import { padTo, type WidthOf } from "../../../domain/display-name.ts";
import type { HelpRow } from "../../keys/help-rows.ts";
import type { Line } from "../../widgets/Lines.tsx";
import { wrapLines } from "../../widgets/wrap-lines.ts";

const wideFrom = 60;
const indent = "  ";

/** Rows of the help as lines that fit: keys left, words beside them, or below where the keys need the room. */
export const helpLines = (
  rows: readonly HelpRow[],
  columns: number,
  width: WidthOf,
): readonly Line[] => {
  const keyColumns = columns >= wideFrom ? 20 : 10;
  const room = columns - keyColumns - 2 * indent.length;
  return rows.flatMap((row): readonly Line[] => {
    if (row.type === "title") return [{ text: row.words, tone: "accent", isBold: true }];
    const words = wrapLines(row.words, room, width);
    const isBeside = width(row.keys) <= keyColumns;
    const behind = (keys: string, text: string) =>
      indent + padTo(keys, keyColumns, width) + indent + text;
    return [
      ...(isBeside ? [] : [{ text: indent + row.keys }]),
      ...words.map((text, index) => ({
        text: behind(isBeside && index === 0 ? row.keys : "", text),
      })),
    ];
  });
};
