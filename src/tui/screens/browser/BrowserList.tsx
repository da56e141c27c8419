import { nonEmpty } from "../../../domain/non-empty.ts";
import path from "node:path";
import { Box } from "ink";
import { useMemo, useState } from "react";
import stringWidth from "string-width";
import { displayName } from "../../../domain/display-name.ts";
import type { FolderEntry } from "../../../domain/folder-entry.ts";
import { isSameFile, type ContentFinding } from "../../../domain/past-delivery.ts";
import { List, type ListLine } from "../../widgets/List.tsx";
import { Lines } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { browserWords } from "../../../words/browser.ts";
import { entryAt, rowCount, toSelectable, type BrowserState } from "./browser-state.ts";
import {
  entryLine,
  headLine,
  parentLine,
  type RowState,
  type RowStyle,
  type SelectionState,
} from "./browser-view.ts";
import { countOfFolder } from "./selection-counts.ts";
import { hasSelectionInside, isSelected } from "./selection.ts";

export interface BrowserListProps {
  readonly state: BrowserState;
  readonly columns: number;
  readonly height: number;
  readonly hasDetails: boolean;
  /** How files compare with what was delivered of them, by absolute path. */
  readonly findings: ReadonlyMap<string, ContentFinding>;
  /** True: there is room for the heads of the columns above the list; they are one line more. */
  readonly hasHeads: boolean;
}

/** What stands where entries would, when there are none: always with the key that helps. */
const emptyWords = ({ rows, filter, isReading }: BrowserState): string => {
  if (isReading && rows.total === 0) return browserWords.reading;
  if (nonEmpty(filter) !== null) return browserWords.noMatch(displayName(filter));
  return rows.total > 0 ? browserWords.onlyHidden : browserWords.emptyFolder;
};

const selectionOf = ({ selection, folder }: BrowserState, name: string): SelectionState => {
  if (selection.size === 0) return "none";
  if (isSelected(selection, folder, name)) return "all";
  return hasSelectionInside(selection, path.join(folder, name)) ? "some" : "none";
};

type Findings = ReadonlyMap<string, ContentFinding>;

/** What was found by reading goes before what size and time say. */
const markOf = (state: BrowserState, entry: FolderEntry, findings: Findings) => {
  const finding =
    findings.size === 0 ? undefined : findings.get(path.join(state.folder, entry.name));
  if (finding !== undefined) return finding;
  const before = entry.hasDetails ? state.delivered.get(entry.name) : undefined;
  return before !== undefined && isSameFile(before, entry) ? "delivered" : null;
};

interface DrawnRow {
  readonly style: RowStyle;
  readonly state: RowState;
  readonly line: ListLine;
}

/** A key changes two rows; those of the others are not made again. By what stands in them, which is made when it is read. */
type DrawnRows = WeakMap<FolderEntry, DrawnRow>;

const isSameState = (a: RowState, b: RowState): boolean =>
  a.hasCursor === b.hasCursor &&
  a.select === b.select &&
  a.count === b.count &&
  a.mark === b.mark &&
  a.hasFindings === b.hasFindings;

const drawEntry = (
  entry: FolderEntry,
  style: RowStyle,
  state: RowState,
  drawnRows: DrawnRows,
): ListLine => {
  const drawn = drawnRows.get(entry);
  if (drawn?.style === style && isSameState(drawn.state, state)) return drawn.line;
  const line = entryLine(entry, style, state);
  drawnRows.set(entry, { style, state, line });
  return line;
};

interface ListOptions extends Pick<BrowserListProps, "state" | "findings"> {
  readonly style: RowStyle;
  readonly drawnRows: DrawnRows;
}

const lineAt = (
  { state, findings, style, drawnRows }: ListOptions,
  row: number,
  hasCursor: boolean,
): ListLine => {
  const entry = entryAt(state, row);
  if (!entry) return parentLine(style, hasCursor);
  // "All" takes no socket, and no name that cannot become a key; the review says why.
  const select = toSelectable(entry) ? selectionOf(state, entry.name) : "none";
  const count = countOfFolder(state.counts, state.folder, entry.name);
  const mark = markOf(state, entry, findings);
  const hasFindings = findings.size > 0;
  return drawEntry(entry, style, { hasCursor, select, count, mark, hasFindings }, drawnRows);
};

/** The entries, or why there are none. */
export const BrowserList = (props: BrowserListProps) => {
  const { state, columns, height, hasDetails, hasHeads, findings } = props;
  const { symbols } = useTheme();
  const [nowMs] = useState(() => Date.now());
  const style: RowStyle = useMemo(
    () => ({ columns, width: stringWidth, nowMs, symbols }),
    [columns, nowMs, symbols],
  );
  const [drawnRows] = useState((): DrawnRows => new WeakMap());
  const isEmpty = state.rows.length === 0;
  const notice = state.error
    ? noticeLines(state.error, { columns: columns - 6, hasDetails, sign: symbols.attention })
    : [];
  const room = Math.max(1, height - (isEmpty ? Math.max(1, notice.length) : notice.length));
  const listRows = isEmpty || state.error ? Math.max(1, Math.min(room, rowCount(state))) : height;
  return (
    <Box
      flexDirection="column"
      width={columns}
      height={height + (hasHeads ? 1 : 0)}
      overflow="hidden"
    >
      {hasHeads ? <Tint tone="quiet">{headLine(state.order, style)}</Tint> : null}
      <List
        position={state.position}
        count={rowCount(state)}
        columns={columns}
        height={listRows}
        lineAt={(row, hasCursor) => lineAt({ state, findings, style, drawnRows }, row, hasCursor)}
      />
      {state.error ? (
        <Box paddingLeft={5}>
          <Lines lines={notice.slice(0, height - listRows)} columns={columns - 6} />
        </Box>
      ) : isEmpty ? (
        <Tint tone="quiet">{`     ${emptyWords(state)}`}</Tint>
      ) : null}
    </Box>
  );
};
