import path from "node:path";
import { Box } from "ink";
import { type Dispatch, useEffect, useState } from "react";
import stringWidth from "string-width";
import { cutMiddle } from "../../../domain/display-name.ts";
import { isBlank } from "../../../domain/non-empty.ts";
import type { Action } from "../../keys/actions.ts";
import { helpKeyOf } from "../../widgets/text-field/help-key.ts";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { linesAround } from "../../widgets/lines-around.ts";
import { fitWindow } from "../../widgets/list-window.ts";
import { Notice } from "../../widgets/Notice.tsx";
import { Rule } from "../../widgets/Rule.tsx";
import { Spans, type Span } from "../../widgets/Spans.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { historyWords, receiptWords } from "../../../words/history.ts";
import type { ScreenProps } from "../screen-props.ts";
import {
  highlightedHistory,
  historyRowAt,
  isFiltered,
  type HistoryEvent,
  type HistoryState,
} from "./history-reducer.ts";
import { dayOf, historyLine } from "./history-view.ts";
import { ReceiptView } from "./ReceiptView.tsx";
import { useHistoryKeys } from "./use-history-keys.ts";
import { useHistory } from "./use-history.ts";

const rulesFrom = 14;

interface HistoryRowsProps {
  readonly state: HistoryState;
  readonly columns: number;
  readonly height: number;
}

const HistoryRows = ({ state, columns, height }: HistoryRowsProps) => {
  const { symbols } = useTheme();
  const [nowMs] = useState(() => Date.now());
  const { page, ask } = state;
  if (state.error) return <Notice error={state.error} columns={columns} hasDetails />;
  if (page === null) return <Tint tone="quiet">{` ${historyWords.loading}`}</Tint>;
  if (page.total === 0) {
    const none = isFiltered(state) ? historyWords.noneLeft : historyWords.empty;
    const words = isBlank(ask.text) ? none : historyWords.noMatch(ask.text);
    const lines = toLines([{ text: ` ${words}`, tone: "quiet" }], columns);
    return <Lines lines={lines} columns={columns} />;
  }
  const style = { columns, width: stringWidth, nowMs, symbols };
  const { cursor, top } = fitWindow(state.position, { count: page.total, height });
  const lines = linesAround<readonly Span[]>({
    top,
    count: page.total,
    cursor,
    height,
    headingOf: (row) => {
      const at = historyRowAt(state, row);
      return at === null ? null : dayOf(at, nowMs);
    },
    toHeading: (heading) => [{ text: `   ${heading}`, tone: "quiet" }],
    toLine: (row, hasCursor) => {
      const at = historyRowAt(state, row);
      return at === null ? [{ text: " " }] : historyLine(at, style, hasCursor);
    },
  });
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden">
      {lines.map((line, at) => (
        <Spans key={at} spans={line} />
      ))}
    </Box>
  );
};

/** The name of the file whose receipt is open. */
const openedName = (state: HistoryState): string => {
  const row = highlightedHistory(state);
  if (row === null) return "";
  return path.basename(row.is === "file" ? row.entry.path : row.batch.target.key);
};

const titleOf = (state: HistoryState): string => {
  const { page, ask, delivered, receiptId } = state;
  if (receiptId !== null) return receiptWords.title(openedName(state));
  if (ask.batch !== null && !isFiltered(state)) return historyWords.batch(page?.total ?? 0);
  if (delivered === null || page === null) return historyWords.loading;
  return historyWords.count(isFiltered(state) ? page.total : null, delivered);
};

interface FootProps {
  readonly state: HistoryState;
  readonly dispatch: Dispatch<HistoryEvent>;
  readonly columns: number;
}

/** The filter being typed, or what is shown of the history. */
const Foot = ({ state, dispatch, columns }: FootProps) => {
  const { symbols } = useTheme();
  const { ask, isFiltering } = state;
  const label = ` ${historyWords.filterLabel} `;
  if (!isFiltering) {
    const words = isFiltered(state) ? historyWords.filtered(ask) : "";
    const text = cutMiddle(words, columns - 2, stringWidth, symbols.ellipsis);
    return <Tint tone="quiet">{` ${text}`}</Tint>;
  }
  return (
    <Box width={columns} height={1}>
      <Tint tone="accent">{label}</Tint>
      <ShortField
        value={ask.text}
        onChange={(text) => dispatch({ type: "filterTyped", text })}
        columns={columns - label.length - 1}
        commands={helpKeyOf(ask.text)}
      />
    </Box>
  );
};

/** What has nothing to work on now; the bottom line leaves it out. */
const idleKeys = (state: HistoryState): readonly Action[] => [
  ...(state.page?.total === 0 ? (["open", "save", "again"] as const) : []),
  ...(canGoBack(state) ? [] : (["back"] as const)),
];

/** True where Esc leads somewhere: out of what was sent together, or to all of it. */
const canGoBack = (state: HistoryState): boolean =>
  state.receiptId !== null || state.ask.batch !== null || isFiltered(state);

/** What became of all that was sent from here, newest first: by batch, or file by file. */
export const HistoryScreen = (props: ScreenProps) => {
  const { services, size, isVisible } = props;
  const { columns, rows } = size;
  const [state, dispatch] = useHistory(services, isVisible);
  const hasRules = rows >= rulesFrom;
  const height = Math.max(1, rows - (hasRules ? 5 : 3));
  useEffect(() => dispatch({ type: "resized", height }), [dispatch, height]);
  useHistoryKeys({ props, state, dispatch });
  const { receiptId, isFiltering } = state;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Tint isBold>{` ${titleOf(state)}`}</Tint>
      {hasRules ? <Rule columns={columns} /> : null}
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {receiptId === null ? (
          <HistoryRows state={state} columns={columns} height={height} />
        ) : (
          <ReceiptView
            props={props}
            receiptId={receiptId}
            height={height}
            onClose={() => dispatch({ type: "layerClosed" })}
          />
        )}
      </Box>
      {hasRules ? <Rule columns={columns} /> : null}
      <Foot state={state} dispatch={dispatch} columns={columns} />
      <StatusBar
        mode={receiptId === null ? (isFiltering ? "historyText" : "history") : "receipt"}
        columns={columns}
        without={idleKeys(state)}
        first={receiptId === null ? ["back"] : []}
        isInset
      />
    </Box>
  );
};
