import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import { type Dispatch, useEffect, useReducer, useState } from "react";
import stringWidth from "string-width";
import { listMoves } from "../../widgets/list-moves.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { List } from "../../widgets/List.tsx";
import { Notice } from "../../widgets/Notice.tsx";
import { Rule } from "../../widgets/Rule.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { historyWords, receiptWords } from "../../../words/history.ts";
import type { ScreenProps } from "../screen-props.ts";
import {
  historyReducer,
  initialHistory,
  highlightedReceipt,
  type HistoryEvent,
  type HistoryState,
} from "./history-reducer.ts";
import { historyLine } from "./history-view.ts";
import { ReceiptView } from "./ReceiptView.tsx";

const maxReceipts = 10_000;
const rulesFrom = 14;

const useHistoryKeys = (state: HistoryState, dispatch: Dispatch<HistoryEvent>): void => {
  const send =
    (event: HistoryEvent): KeyHandler =>
    () =>
      dispatch(event);
  const moves: KeyHandlers = {
    ...listMoves(state.height, dispatch),
    back: send({ type: "layerClosed" }),
  };
  const isList = state.opened === null && !state.isFiltering;
  const whyNone = state.all === null ? historyWords.loading : historyWords.noneHighlighted;
  const open = highlightedReceipt(state) ? send({ type: "opened" }) : { why: whyNone };
  useKeys(
    "history",
    { ...moves, open, filter: send({ type: "filterOpened" }) },
    { isActive: isList },
  );
  useKeys(
    "historyText",
    { ...moves, accept: send({ type: "filterClosed" }) },
    { isActive: state.isFiltering, except: keysLeftTo(state.filter) },
  );
};

interface HistoryRowsProps {
  readonly state: HistoryState;
  readonly columns: number;
  readonly height: number;
}

const HistoryRows = ({ state, columns, height }: HistoryRowsProps) => {
  const { symbols } = useTheme();
  const [nowMs] = useState(() => Date.now());
  if (state.error) return <Notice error={state.error} columns={columns} hasDetails />;
  if (!state.all) return <Tint tone="quiet">{` ${historyWords.loading}`}</Tint>;
  if (state.rows.length === 0) {
    const words = state.all.length === 0 ? historyWords.empty : historyWords.noMatch(state.filter);
    const lines = toLines([{ text: ` ${words}`, tone: "quiet" }], columns);
    return <Lines lines={lines} columns={columns} />;
  }
  const style = { columns, width: stringWidth, nowMs, symbols };
  return (
    <List
      position={state.position}
      count={state.rows.length}
      columns={columns}
      height={height}
      lineAt={(row, hasCursor) => {
        const receipt = state.rows[row];
        if (!receipt) return { text: "" };
        const tone = hasCursor ? "accent" : "plain";
        return { text: historyLine(receipt, style, hasCursor), tone };
      }}
    />
  );
};

const titleOf = ({ all, rows, opened }: HistoryState): string => {
  const receipt = opened === null ? undefined : all?.find(({ id }) => id === opened);
  if (receipt) return receiptWords.title(receipt.name);
  return all ? historyWords.count(rows.length, all.length) : historyWords.loading;
};

/** What was delivered from here, newest first, each with its receipt. */
export const HistoryScreen = (props: ScreenProps) => {
  const { services, size, isVisible } = props;
  const { columns, rows } = size;
  const [state, dispatch] = useReducer(historyReducer, initialHistory);
  const hasRules = rows >= rulesFrom;
  const height = Math.max(1, rows - (hasRules ? 5 : 3));
  useEffect(() => dispatch({ type: "resized", height }), [height]);
  useEffect(() => {
    if (!isVisible) return;
    const read = async () => {
      dispatch({ type: "receiptsRead", result: await services.receipts(maxReceipts) });
    };
    // Failures are Results.
    void read();
  }, [services, isVisible]);
  useHistoryKeys(state, dispatch);

  const { opened, filter, isFiltering } = state;
  const label = ` ${historyWords.filterLabel} `;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Tint isBold>{` ${titleOf(state)}`}</Tint>
      {hasRules ? <Rule columns={columns} /> : null}
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {opened === null ? (
          <HistoryRows state={state} columns={columns} height={height} />
        ) : (
          <ReceiptView
            props={props}
            receiptId={opened}
            height={height}
            onClose={() => dispatch({ type: "layerClosed" })}
          />
        )}
      </Box>
      {hasRules ? <Rule columns={columns} /> : null}
      {isFiltering ? (
        <Box width={columns} height={1}>
          <Tint tone="accent">{label}</Tint>
          <ShortField
            value={filter}
            onChange={(text) => dispatch({ type: "filterTyped", text })}
            columns={columns - label.length - 1}
            commands={helpKeyOf(filter)}
          />
        </Box>
      ) : (
        <Tint tone="quiet">{` ${filter && historyWords.filtered(filter)}`}</Tint>
      )}
      <StatusBar
        mode={opened === null ? (isFiltering ? "historyText" : "history") : "receipt"}
        columns={columns}
        without={state.all?.length === 0 ? ["open", "filter"] : []}
        isInset
      />
    </Box>
  );
};
