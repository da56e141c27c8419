import { Box } from "ink";
import { type Dispatch, useEffect } from "react";
import stringWidth from "string-width";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { fitNotice } from "../../widgets/fit-notice.ts";
import { fitWindow } from "../../widgets/list-window.ts";
import { Spans } from "../../widgets/Spans.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { queueWords } from "../../../words/queue.ts";
import { scrollWords } from "../../../words/scroll.ts";
import type { ScreenProps } from "../screen-props.ts";
import { LimitField } from "./LimitField.tsx";
import { BatchFrame, headLines, toBatchHead } from "./BatchFrame.tsx";
import { QueueFooter } from "./QueueFooter.tsx";
import { QueueLayer } from "./QueueLayer.tsx";
import {
  isFolded,
  lineCount,
  shownRows,
  unseenBatches,
  type QueueEvent,
  type QueueState,
} from "./queue-reducer.ts";
import { modeOf, queueHints } from "./queue-hints.ts";
import { queueLines } from "./queue-rows.ts";
import { troubleLines } from "./trouble-lines.ts";
import { useCountDown } from "./use-count-down.ts";
import { useQueue } from "./use-queue.ts";
import { renewKey, useQueueKeys } from "./use-queue-keys.ts";

/** Frame, end, menu and a line for others: what is below it has the rest. */
const maxSummaryLines = 11;

/** A lower window has room for one line about the whole. */
const frameFrom = 14;

interface QueueRowsProps {
  readonly props: ScreenProps;
  readonly state: QueueState;
  readonly height: number;
  /** False below a summary, which has the keys. */
  readonly hasFocus?: boolean;
}

const QueueRows = ({ props, state, height, hasFocus = true }: QueueRowsProps) => {
  const { symbols } = useTheme();
  const { columns } = props.size;
  const here = props.active.destination;
  const { snapshot, position } = state;
  const folded = isFolded(state);
  const rows = shownRows(state);
  if (snapshot?.rowCount === 0) {
    const empty = toLines([{ text: ` ${queueWords.empty}`, tone: "quiet" }], columns);
    return <Lines lines={empty} columns={columns} />;
  }
  if (snapshot === null) return <Tint tone="quiet">{` ${queueWords.loading}`}</Tint>;
  const size = { count: lineCount(state), height };
  const { cursor, top } = hasFocus ? fitWindow(position, size) : { cursor: -1, top: 0 };
  const { trouble } = snapshot;
  const options = { snapshot, trouble, top, height, cursor, rows, isFolded: folded };
  const style = { columns, width: stringWidth, symbols, here };
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden">
      {queueLines({ ...options, ...style }).map((line, at) => (
        <Spans key={at} spans={line} />
      ))}
    </Box>
  );
};

/** "35/300" of a list that goes on. */
const placeOf = (state: QueueState): string | null => {
  const { layer, height, position } = state;
  const count = lineCount(state);
  if (layer !== null || count <= height) return null;
  return scrollWords.position(fitWindow(position, { count, height }).cursor + 1, count);
};

interface QueueFootProps {
  readonly props: ScreenProps;
  readonly state: QueueState;
  readonly dispatch: Dispatch<QueueEvent>;
}

/** The limit being typed, or quiet words about the whole; and the keys. */
const QueueFoot = ({ props, state, dispatch }: QueueFootProps) => {
  const { columns } = props.size;
  const { snapshot, layer } = state;
  return (
    <>
      {layer?.name === "limit" ? (
        <LimitField
          props={props}
          text={layer.text}
          bytesPerSecond={snapshot?.limitBytesPerSecond ?? null}
          dispatch={dispatch}
        />
      ) : (
        <QueueFooter snapshot={snapshot} place={placeOf(state)} columns={columns} />
      )}
      <StatusBar
        mode={modeOf(state)}
        columns={columns}
        {...queueHints(state, props.active.connection)}
        isInset
      />
    </>
  );
};

/** What is on its way, what failed and what has arrived; failed ones first. */
export const QueueScreen = (props: ScreenProps) => {
  const { columns, rows } = props.size;
  const hasFrame = rows >= frameFrom;
  const { queue, clock } = props.services;
  const [told, dispatch] = useQueue(queue, clock, {
    firstHeight: rows - 2,
    isVisible: props.isVisible,
  });
  const state = useCountDown(told, clock, props.isVisible);
  const { snapshot, layer, showsDetails } = state;
  const head = snapshot === null || snapshot.rowCount === 0 ? null : toBatchHead(snapshot);
  const isSummary = layer?.name === "summary";
  const headHeight = head === null || isSummary ? 0 : headLines(head, hasFrame);
  const room = Math.max(1, rows - 2 - headHeight);
  useQueueKeys({ props, state, dispatch });
  const { symbols } = useTheme();
  const isList = layer === null || layer.name === "limit";
  const notice = isList ? troubleLines(state, columns, symbols) : [];
  const height = Math.max(1, room - notice.length);
  useEffect(() => dispatch({ type: "resized", height }), [dispatch, height]);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {head === null || isSummary ? null : (
        <BatchFrame head={head} columns={columns} nowMs={state.takenAtMs} hasFrame={hasFrame} />
      )}
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        <Lines lines={fitNotice(notice, room - height, showsDetails)} columns={columns} />
        {isList ? (
          <QueueRows props={props} state={state} height={height} />
        ) : (
          <QueueLayer
            props={props}
            layer={layer}
            snapshot={snapshot}
            unseen={unseenBatches(state)}
            nowMs={state.takenAtMs}
            height={room}
            showsDetails={showsDetails}
            renew={renewKey({ props, state, dispatch })}
            onClose={() => dispatch({ type: "layerClosed" })}
          />
        )}
        {isSummary ? (
          <QueueRows
            props={props}
            state={state}
            height={Math.max(1, room - maxSummaryLines)}
            hasFocus={false}
          />
        ) : null}
      </Box>
      <QueueFoot props={props} state={state} dispatch={dispatch} />
    </Box>
  );
};
