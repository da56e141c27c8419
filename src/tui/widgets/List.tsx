import { nonEmpty } from "../../domain/non-empty.ts";
import { Box } from "ink";
import { fitWindow, type ListPosition } from "./list-window.ts";
import { type Span, Spans } from "./Spans.tsx";
import { Tint } from "./Tint.tsx";

/** One row, laid out by the screen: a line not wider than the list in one look, or pieces that have their own. */
export type ListLine = Omit<Span, "hasBar"> | readonly Span[];

const isPieces = (line: ListLine): line is readonly Span[] => Array.isArray(line);

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
        const drawn = lineAt(row, row === cursor);
        // As many elements as lines: nothing is mounted while scrolling, and a row that stays in sight keeps its own.
        const key = row % height;
        if (isPieces(drawn)) return <Spans key={key} spans={drawn} />;
        const { text, tone, isBold } = drawn;
        return (
          <Tint key={key} tone={tone} isBold={isBold} wrap="truncate-end">
            {nonEmpty(text) ?? " "}
          </Tint>
        );
      })}
    </Box>
  );
};
