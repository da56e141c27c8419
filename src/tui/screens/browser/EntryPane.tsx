import path from "node:path";
import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import type { ContentFinding } from "../../../domain/past-delivery.ts";
import { Spans } from "../../widgets/Spans.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { entryAt, type BrowserState } from "./browser-state.ts";
import { entryLines } from "./entry-lines.ts";
import { countOfFolder } from "./selection-counts.ts";

interface EntryPaneProps {
  readonly state: BrowserState;
  readonly findings: ReadonlyMap<string, ContentFinding>;
  readonly columns: number;
  readonly height: number;
}

/** Beside the list in a wide window: the highlighted entry in full. */
export const EntryPane = ({ state, findings, columns, height }: EntryPaneProps) => {
  const { symbols } = useTheme();
  const [nowMs] = useState(() => Date.now());
  const { folder, counts, delivered, position } = state;
  const entry = entryAt(state, position.cursor);
  const lines = entry
    ? entryLines(
        {
          entry,
          count: countOfFolder(counts, folder, entry.name),
          before: delivered.get(entry.name) ?? null,
          finding: findings.get(path.join(folder, entry.name)) ?? null,
        },
        { columns: columns - 3, width: stringWidth, ellipsis: symbols.ellipsis, nowMs },
      )
    : [];
  return (
    <Box flexDirection="column" width={columns} height={height} flexShrink={0} overflow="hidden">
      {Array.from({ length: height }, (_, at) => (
        <Spans
          key={at}
          spans={[{ text: `${symbols.side} ` }, ...(lines[at] === undefined ? [] : [lines[at]])]}
        />
      ))}
    </Box>
  );
};
