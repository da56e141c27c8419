import { assertNever } from "../../../domain/assert-never.ts";
import { maxSinglePutBytes } from "../../../domain/part-plan.ts";
import type { QueueSnapshot, TransferView } from "../../../services/ports/transfer-view.ts";
import {
  fitWindow,
  listStart,
  movePosition,
  moveTo,
  type ListMove,
  type ListPosition,
} from "../../widgets/list-window.ts";

/** What lies over the queue: its speed limit being typed, one transfer in full, or a question. */
export type QueueLayer =
  | { readonly name: "limit"; readonly text: string }
  /** With the transfer as it was last seen. */
  | { readonly name: "transfer"; readonly view: TransferView }
  | { readonly name: "receipt"; readonly receiptId: string }
  /** With what becomes of parts already sent, unless that was told before. */
  | { readonly name: "confirmCancel"; readonly view: TransferView; readonly reportsParts: boolean }
  | { readonly name: "confirmRename"; readonly view: TransferView };

export interface QueueState {
  /** Null until the queue answered for the first time. Only the rows around the window are in it. */
  readonly snapshot: QueueSnapshot | null;
  readonly position: ListPosition;
  /** Until a key moves it, the cursor stays on the first row. */
  readonly hasMoved: boolean;
  /** The transfer under the cursor: it keeps the cursor when rows change places. */
  readonly cursorId: string | null;
  readonly height: number;
  readonly layer: QueueLayer | null;
  readonly showsDetails: boolean;
  readonly hasReportedParts: boolean;
}

export const initialQueue: QueueState = {
  snapshot: null,
  position: listStart,
  hasMoved: false,
  cursorId: null,
  height: 10,
  layer: null,
  showsDetails: false,
  hasReportedParts: false,
};

export type QueueEvent =
  | { readonly type: "snapshotTaken"; readonly snapshot: QueueSnapshot }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "layerOpened"; readonly layer: QueueLayer }
  | { readonly type: "cancelAsked"; readonly view: TransferView }
  | { readonly type: "limitTyped"; readonly text: string }
  | { readonly type: "detailsToggled" }
  | { readonly type: "layerClosed" };

const sizeOf = ({ snapshot, height }: QueueState) => ({ count: snapshot?.rowCount ?? 0, height });

/** The row at a place of the whole queue, when the snapshot holds it. */
export const transferAt = ({ snapshot }: QueueState, row: number): TransferView | null =>
  snapshot?.rows[row - snapshot.from] ?? null;

/** The transfer under the cursor. */
export const highlightedTransfer = (state: QueueState): TransferView | null =>
  transferAt(state, state.position.cursor);

/** True when a retry of all means something: what stopped the queue may be no file's failure. */
export const canRetryAll = (snapshot: QueueSnapshot | null): boolean =>
  snapshot !== null && (snapshot.totals.files.failed > 0 || snapshot.trouble !== null);

/** The window to ask the queue for: a page before and after, so that keys find their rows already there. */
export const windowOf = ({ position, height }: QueueState) => ({
  from: Math.max(0, position.top - height),
  count: height * 3,
});

const withCursor = (state: QueueState, position: ListPosition): QueueState => {
  const moved = { ...state, position };
  return { ...moved, cursorId: highlightedTransfer(moved)?.id ?? null };
};

const moved = (state: QueueState, position: ListPosition): QueueState =>
  withCursor({ ...state, hasMoved: true }, position);

const withLatest = (layer: QueueLayer | null, { rows }: QueueSnapshot): QueueLayer | null => {
  if (layer?.name !== "transfer") return layer;
  const view = rows.find(({ id }) => id === layer.view.id);
  return view ? { name: "transfer", view } : layer;
};

/**
 * New rows under the cursor. It follows its transfer while that one is on the screen (a failed one jumps to
 * the top: there the cursor does not follow, since the person looks at this place).
 */
const takeSnapshot = (state: QueueState, snapshot: QueueSnapshot): QueueState => {
  const next = { ...state, snapshot, layer: withLatest(state.layer, snapshot) };
  const { top } = state.position;
  const found = snapshot.rows.findIndex(({ id }) => id === state.cursorId) + snapshot.from;
  const isOnScreen = found >= Math.max(top, snapshot.from) && found < top + state.height;
  const row = state.hasMoved && isOnScreen ? found : state.position.cursor;
  return withCursor(next, moveTo(state.position, row, sizeOf(next)));
};

/** Only large files are sent in parts. What becomes of those is told once. */
const askToCancel = (state: QueueState, view: TransferView): QueueState => {
  const reportsParts = view.sizeBytes > maxSinglePutBytes && !state.hasReportedParts;
  return {
    ...state,
    hasReportedParts: state.hasReportedParts || reportsParts,
    layer: { name: "confirmCancel", view, reportsParts },
  };
};

/** The queue screen after an event. Pure; transfers themselves belong to the queue. */
export const queueReducer = (state: QueueState, event: QueueEvent): QueueState => {
  switch (event.type) {
    case "snapshotTaken":
      return takeSnapshot(state, event.snapshot);
    case "resized": {
      const next = { ...state, height: event.height };
      return withCursor(next, fitWindow(state.position, sizeOf(next)));
    }
    case "moved":
    case "jumped":
      return moved(state, movePosition(state.position, event, sizeOf(state)));
    case "layerOpened":
      return { ...state, layer: event.layer };
    case "cancelAsked":
      return askToCancel(state, event.view);
    case "limitTyped":
      return state.layer?.name === "limit"
        ? { ...state, layer: { name: "limit", text: event.text } }
        : state;
    case "detailsToggled":
      return { ...state, showsDetails: !state.showsDetails };
    case "layerClosed":
      return { ...state, layer: null };
    default:
      return assertNever(event);
  }
};
