import { homedir } from "node:os";
import { Box } from "ink";
import { memo } from "react";
import stringWidth from "string-width";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { wrapLines } from "../../widgets/wrap-lines.ts";
import { browserWords } from "../../../words/browser.ts";
import { selectionLines } from "./selection-lines.ts";
import type { Selection } from "./selection.ts";

// The list keeps the 72 columns that its names, sizes and times are laid out for.
const paneFrom = 110;
const maxPaneColumns = 60;

/** Columns for what is selected beside the list; 0 where the list needs them all. */
export const paneColumns = (columns: number): number =>
  columns < paneFrom ? 0 : Math.min(maxPaneColumns, Math.floor(columns * 0.35));

interface SelectionPaneProps {
  readonly selection: Selection;
  /** Where the list stands. */
  readonly folder: string;
  readonly columns: number;
  readonly height: number;
}

/**
 * Beside the list in a wide window: what is selected in all folders, so that nobody has to go and look. Drawn anew only
 * when that changes, and not with each move in the list.
 */
export const SelectionPane = memo(({ selection, folder, columns, height }: SelectionPaneProps) => {
  const { symbols } = useTheme();
  const room = columns - 3;
  const lines =
    selection.size === 0
      ? wrapLines(browserWords.selectionPane, room, stringWidth)
      : selectionLines(selection, {
          columns: room,
          height: height - 1,
          width: stringWidth,
          ellipsis: symbols.ellipsis,
          home: homedir(),
          folder,
        });
  return (
    <Box flexDirection="column" width={columns} height={height} flexShrink={0} overflow="hidden">
      {Array.from({ length: height }, (_, at) => (
        <Tint key={at} tone={at > 0 && selection.size === 0 ? "quiet" : "plain"}>
          {`${symbols.side} ${at === 0 ? browserWords.selectionTitle : (lines[at - 1] ?? "")}`}
        </Tint>
      ))}
    </Box>
  );
});
