import { Box } from "ink";
import { scrollWords } from "../../words/scroll.ts";
import { type Line, Lines } from "./Lines.tsx";
import { Tint } from "./Tint.tsx";

export interface ScrolledLinesProps {
  readonly lines: readonly Line[];
  /** The first line that is seen, and how many are. */
  readonly scroll: { readonly top: number; readonly height: number };
  readonly columns: number;
  /** Columns before the words below the text, where its lines have as many. */
  readonly indent?: number | undefined;
}

/** The lines of a text that can be seen now; where these are not all, how many more there are, and the key to them. */
export const ScrolledLines = ({ lines, scroll, columns, indent = 0 }: ScrolledLinesProps) => {
  const { top, height } = scroll;
  const below = Math.max(0, lines.length - top - height);
  const words = below > 0 ? scrollWords.below(below) : top > 0 ? scrollWords.above(top) : null;
  return (
    <Box flexDirection="column" width={columns} flexGrow={1} overflow="hidden">
      <Box flexDirection="column" height={height} flexShrink={0} overflow="hidden">
        <Lines lines={lines.slice(top, top + height)} columns={columns} />
      </Box>
      {words === null ? null : <Tint tone="quiet">{" ".repeat(indent) + words}</Tint>}
    </Box>
  );
};
