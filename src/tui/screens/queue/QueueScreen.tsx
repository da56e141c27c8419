import { Box } from "ink";
import stringWidth from "string-width";
import { errorKind } from "../../../domain/error-kinds.ts";
import type { QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import type { Action } from "../../keys/actions.ts";
import { List } from "../../widgets/List.tsx";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { fitNotice } from "../../widgets/fit-notice.ts";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { Rule } from "../../widgets/Rule.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { queueWords } from "../../../words/queue.ts";
import type { ScreenProps } from "../screen-props.ts";
import { LimitField } from "./LimitField.tsx";
import { QueueFooter, QueueHeading } from "./QueueHeading.tsx";
import { QueueLayer } from "./QueueLayer.tsx";
import { canRetryAll, transferAt, type QueueState } from "./queue-reducer.ts";
import { queueLine } from "./queue-view.ts";
import { useQueue } from "./use-queue.ts";
import { useQueueKeys } from "./use-queue-keys.ts";

const rulesFrom = 14;

interface QueueRowsProps {
  readonly props: ScreenProps;
  readonly state: QueueState;
  readonly height: number;
}

const QueueRows = ({ props, state, height }: QueueRowsProps) => {
  const { symbols } = useTheme();
  const { columns } = props.size;
  const here = props.active.destination;
  const count = state.snapshot?.rowCount ?? 0;
  if (state.snapshot && count === 0) {
    const empty = toLines([{ text: ` ${queueWords.empty}`, tone: "quiet" }], columns);
    return <Lines lines={empty} columns={columns} />;
  }
  return (
    <List
      position={state.position}
      count={count}
      columns={columns}
      height={height}
      lineAt={(row, hasCursor) => {
        const view = transferAt(state, row);
        if (!view) return { text: "" };
        return queueLine(view, { columns, width: stringWidth, symbols, here }, hasCursor);
      }}
    />
  );
};

const modeOf = ({ layer }: QueueState) => {
  if (layer?.name === "limit") return "queueText";
  if (layer?.name === "receipt") return "receipt";
  return layer && layer.name !== "transfer" ? "confirm" : "queue";
};

/** What has nothing to work on now; the bottom line leaves it out. */
const idleKeys = (snapshot: QueueSnapshot | null): readonly Action[] => {
  const files = snapshot?.totals.files;
  if (!files) return [];
  const { waiting, uploading, paused, failed, delivered, skipped, cancelled } = files;
  return [
    ...(snapshot.rowCount > 0 ? [] : (["open"] as const)),
    ...(skipped > 0 || canRetryAll(snapshot) ? [] : (["retry"] as const)),
    ...(canRetryAll(snapshot) ? [] : (["retryAll"] as const)),
    ...(waiting + uploading + paused > 0 ? [] : (["pause", "cancel"] as const)),
    ...(failed + delivered + skipped + cancelled > 0 ? [] : (["dismiss"] as const)),
  ];
};

/** Of one failed transfer that only the owner can mend, the text for the owner comes first. */
const ownersFirst = (layer: QueueState["layer"]): readonly Action[] => {
  const error = layer?.name === "transfer" ? layer.view.error : null;
  return error && errorKind(error.code) === "owner of the bucket" ? ["showOwnerNotice"] : [];
};

/** What is on its way, what failed and what has arrived; failed ones first. */
export const QueueScreen = (props: ScreenProps) => {
  const { columns, rows } = props.size;
  const hasRules = rows >= rulesFrom;
  const room = Math.max(1, rows - (hasRules ? 5 : 3));
  const [state, dispatch] = useQueue(props.services.queue, room, props.isVisible);
  useQueueKeys({ props, state, dispatch });
  const { snapshot, layer, showsDetails } = state;
  const { symbols } = useTheme();
  const isList = layer === null || layer.name === "limit";
  const trouble = isList && snapshot?.trouble;
  const notice = trouble
    ? noticeLines(trouble, { columns, hasDetails: showsDetails, sign: symbols.attention })
    : [];
  const height = Math.max(1, room - notice.length);
  const owners = ownersFirst(layer);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <QueueHeading snapshot={snapshot} columns={columns} />
      {hasRules ? <Rule columns={columns} /> : null}
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        <Lines lines={fitNotice(notice, room - height, showsDetails)} columns={columns} />
        {isList ? (
          <QueueRows props={props} state={state} height={height} />
        ) : (
          <QueueLayer
            props={props}
            layer={layer}
            height={room}
            showsDetails={showsDetails}
            onClose={() => dispatch({ type: "layerClosed" })}
          />
        )}
      </Box>
      {hasRules ? <Rule columns={columns} /> : null}
      {layer?.name === "limit" ? (
        <LimitField
          props={props}
          text={layer.text}
          bytesPerSecond={snapshot?.limitBytesPerSecond ?? null}
          dispatch={dispatch}
        />
      ) : (
        <QueueFooter snapshot={snapshot} />
      )}
      <StatusBar
        mode={modeOf(state)}
        columns={columns}
        without={
          owners.length > 0 ? idleKeys(snapshot) : [...idleKeys(snapshot), "showOwnerNotice"]
        }
        first={canRetryAll(snapshot) ? [...owners, "retry", "retryAll"] : []}
        isInset
      />
    </Box>
  );
};
