import type { AppError } from "../../../domain/errors.ts";
import { assertNever } from "../../../domain/assert-never.ts";
import { maxSinglePutBytes } from "../../../domain/part-plan.ts";
import {
  whatHolds,
  type BatchView,
  type QueueSnapshot,
  type TransferView,
} from "../../../services/ports/transfer-view.ts";
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
  | { readonly name: "failure"; readonly view: TransferView; readonly error: AppError }
  | { readonly name: "receipt"; readonly receiptId: string }
  /** With what becomes of parts already sent, unless that was told before. */
  | { readonly name: "confirmCancel"; readonly view: TransferView; readonly reportsParts: boolean }
  | { readonly name: "confirmRename"; readonly view: TransferView }
  /** How a batch ended; as it was last seen. */
  | { readonly name: "summary"; readonly batch: BatchView };

export interface QueueState {
  /** Null until the queue answered for the first time. Only the rows around the window are in it. */
  readonly snapshot: QueueSnapshot | null;
  /** When it was taken. */
  readonly takenAtMs: number;
  readonly position: ListPosition;
  /** Until a key moves it, the cursor stays on the first row. */
  readonly hasMoved: boolean;
  /** The transfer under the cursor: it keeps the cursor when rows change places. */
  readonly cursorId: string | null;
  readonly height: number;
  readonly layer: QueueLayer | null;
  readonly showsDetails: boolean;
  readonly hasReportedParts: boolean;
  /** True: what has ended is shown row by row, however many there are. */
  readonly showsEnded: boolean;
  /** Batches whose end was on the screen. */
  readonly seenBatches: ReadonlySet<string>;
}

export const initialQueue: QueueState = {
  snapshot: null,
  takenAtMs: 0,
  position: listStart,
  hasMoved: false,
  cursorId: null,
  height: 10,
  layer: null,
  showsDetails: false,
  hasReportedParts: false,
  showsEnded: false,
  seenBatches: new Set(),
};

export type QueueEvent =
  | { readonly type: "snapshotTaken"; readonly snapshot: QueueSnapshot; readonly atMs: number }
  | { readonly type: "resized"; readonly height: number }
  | ListMove
  | { readonly type: "layerOpened"; readonly layer: QueueLayer }
  | { readonly type: "cancelAsked"; readonly view: TransferView }
  | { readonly type: "limitTyped"; readonly text: string }
  | { readonly type: "detailsToggled" }
  | { readonly type: "endedToggled" }
  | { readonly type: "layerClosed" };

/** So few that have ended take no more room than one line for all of them is worth. */
const maxEndedRows = 5;

const endedRows = ({ totals: { files } }: QueueSnapshot): number =>
  files.delivered + files.skipped + files.cancelled;

/** True when what has ended is one line. */
export const isFolded = ({ snapshot, showsEnded }: QueueState): boolean =>
  snapshot !== null && !showsEnded && endedRows(snapshot) > maxEndedRows;

/** Rows that are shown one by one. */
export const shownRows = (state: QueueState): number => {
  const { snapshot } = state;
  if (snapshot === null) return 0;
  return isFolded(state) ? snapshot.rowCount - endedRows(snapshot) : snapshot.rowCount;
};

/** Lines of the list: rows, and one for all that has ended. */
export const lineCount = (state: QueueState): number =>
  shownRows(state) + (isFolded(state) ? 1 : 0);

const sizeOf = (state: QueueState) => ({ count: lineCount(state), height: state.height });

/** The row at a place of the whole queue, when the snapshot holds it. */
export const transferAt = ({ snapshot }: QueueState, row: number): TransferView | null =>
  snapshot?.rows[row - snapshot.from] ?? null;

/** True when the cursor is on the line of all that has ended. */
export const isOnFold = (state: QueueState): boolean =>
  isFolded(state) && state.position.cursor >= shownRows(state);

/** The transfer under the cursor. */
export const highlightedTransfer = (state: QueueState): TransferView | null =>
  isOnFold(state) ? null : transferAt(state, state.position.cursor);

/**
 * Batches that have arrived, and nobody has seen it; none while anything is still to be sent. Of one with failures the
 * rows say more, and are there to be acted on.
 */
export const unseenBatches = ({ snapshot, seenBatches }: QueueState): readonly BatchView[] => {
  const files = snapshot?.totals.files;
  if (!files || files.waiting + files.uploading + files.paused > 0) return [];
  return (snapshot.batches ?? []).filter(
    ({ id, closedAtMs, isSeen, files: ended }) =>
      closedAtMs !== null &&
      !isSeen &&
      !seenBatches.has(id) &&
      ended.failed === 0 &&
      ended.delivered > 0,
  );
};

/** True when a retry of all means something: what stopped the queue may be no file's failure. */
export const canRetryAll = (snapshot: QueueSnapshot | null): boolean =>
  snapshot !== null && (snapshot.totals.files.failed > 0 || whatHolds(snapshot).length > 0);

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

const withLatest = (
  layer: QueueLayer | null,
  { rows, batches = [] }: QueueSnapshot,
): QueueLayer | null => {
  if (layer?.name === "summary") {
    const batch = batches.find(({ id }) => id === layer.batch.id);
    // It goes on: a retry has opened it again.
    if (batch?.closedAtMs === null) return null;
    return batch ? { name: "summary", batch } : layer;
  }
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
  return withSummary(withCursor(next, moveTo(state.position, row, sizeOf(next))));
};

/** Shows how a batch ended, unless the person looks at something else. */
const withSummary = (state: QueueState): QueueState => {
  const [batch] = unseenBatches(state);
  return state.layer === null && batch ? { ...state, layer: { name: "summary", batch } } : state;
};

const closeLayer = (state: QueueState): QueueState => {
  if (state.layer === null && state.showsEnded) return fold({ ...state, showsEnded: false });
  if (state.layer?.name !== "summary") return { ...state, layer: null };
  const ids = unseenBatches(state).map(({ id }) => id);
  const seenBatches = new Set([...state.seenBatches, state.layer.batch.id, ...ids]);
  return { ...state, layer: null, seenBatches };
};

/** The list with more or fewer rows than before. */
const fold = (state: QueueState): QueueState =>
  withCursor(state, fitWindow(state.position, sizeOf(state)));

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
      return takeSnapshot({ ...state, takenAtMs: event.atMs }, event.snapshot);
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
    case "endedToggled":
      return fold({ ...state, showsEnded: !state.showsEnded });
    case "layerClosed":
      return closeLayer(state);
    default:
      return assertNever(event);
  }
};
