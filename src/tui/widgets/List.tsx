import { nonEmpty } from "../../domain/non-empty.ts";
import { Box } from "ink";
import { fitWindow, type ListPosition } from "./list-window.ts";
import { Tint } from "./Tint.tsx";
import type { Tone } from "./theme.ts";

/** One row, laid out by the screen: a line as wide as the list, and its colour. */
export interface ListLine {
  readonly text: string;
  readonly tone?: Tone | undefined;
  readonly isBold?: boolean | undefined;
}

export interface ListProps {
  readonly position: ListPosition;
  readonly count: number;
  readonly columns: number;
  /** Rows of the screen that the list takes, also when it has fewer. */
  readonly height: number;
  /** Asked for the visible rows only. */
  readonly lineAt: (row: number, hasCursor: boolean) => ListLine;
}

/** Rows with one highlighted among them; draws those that can be seen. Moving is the screen's: see list-window. */
export const List = ({ position, count, columns, height, lineAt }: ListProps) => {
  const { cursor, top } = fitWindow(position, { count, height });
  const shown = Math.max(0, Math.min(height, count - top));
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden">
      {Array.from({ length: shown }, (_, line) => {
        const row = top + line;
        const { text, tone, isBold } = lineAt(row, row === cursor);
        // A line of the screen is the same element whatever row it shows: nothing is mounted while scrolling.
        return (
          <Tint key={line} tone={tone} isBold={isBold} wrap="truncate-end">
            {nonEmpty(text) ?? " "}
          </Tint>
        );
      })}
    </Box>
  );
};
