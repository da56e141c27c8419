import type { Dispatch } from "react";
import type { TransferDesk } from "../../../services/queue/queue-commands.ts";
import type { QueueTotals, TransferView } from "../../../services/queue/transfer-desk.ts";
import { errorKind } from "../../../domain/errors.ts";
import { listMoves } from "../../keys/list-moves.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { queueWords } from "../../words/queue.ts";
import type { ScreenProps } from "../screen-props.ts";
import { canRetryAll, markedTransfer, type QueueEvent, type QueueState } from "./queue-reducer.ts";

export interface QueueKeysOptions {
  readonly props: ScreenProps;
  readonly state: QueueState;
  readonly dispatch: Dispatch<QueueEvent>;
}

const isOver = ({ state }: TransferView) =>
  state === "delivered" || state === "failed" || state === "skipped" || state === "cancelled";

/** Why a key means nothing for a row; null when it does. */
type Objection = (view: TransferView) => string | null;

const onMarked = (
  marked: TransferView | null,
  objection: Objection,
  act: (view: TransferView) => void,
): KeyHandler => {
  if (!marked) return { why: queueWords.noneMarked };
  const why = objection(marked);
  return why === null ? () => act(marked) : { why };
};

const canRetry: Objection = ({ state }) =>
  state === "failed" || state === "skipped" || state === "cancelled" ? null : queueWords.notFailed;

/** Pauses what is to be sent; where all of that is paused, lets it go on. */
const pauseAll = (desk: TransferDesk, files: QueueTotals["files"] | undefined): KeyHandler => {
  const { waiting = 0, uploading = 0, paused = 0 } = files ?? {};
  if (waiting + uploading > 0) return () => void desk.pause("all");
  return paused > 0 ? () => void desk.resume("all") : { why: queueWords.noneToPause };
};

/** What the desk is told about one transfer, or about all. */
const deskKeys = ({ props, state, dispatch }: QueueKeysOptions): KeyHandlers => {
  const { desk } = props.services;
  const marked = markedTransfer(state);
  const files = state.snapshot?.totals.files;
  const isStopped = (state.snapshot?.trouble ?? null) !== null;
  const ended = files ? files.delivered + files.failed + files.skipped + files.cancelled : 0;
  // The desk answers with a change, which the screen hears of.
  const retry = (view: TransferView) => {
    if (view.error?.code === "ObjectExists") {
      dispatch({ type: "layerOpened", layer: { name: "confirmRename", view } });
    } else void desk.retry([view.id]);
  };
  const pause = ({ id, state: name }: TransferView) => {
    // Its row changes places: the cursor goes along, or the same key again would be for another one.
    dispatch({ type: "moved", by: 0 });
    void (name === "paused" ? desk.resume([id]) : desk.pause([id]));
  };
  return {
    retry:
      isStopped && !marked
        ? () => void desk.retry("all")
        : onMarked(marked, isStopped ? () => null : canRetry, retry),
    retryAll: canRetryAll(state.snapshot)
      ? () => void desk.retry("all")
      : { why: queueWords.noneFailed },
    pause: onMarked(marked, (view) => (isOver(view) ? queueWords.cannotPause : null), pause),
    pauseAll: pauseAll(desk, files),
    cancel: onMarked(
      marked,
      (view) => (isOver(view) ? queueWords.cannotCancel : null),
      (view) => dispatch({ type: "cancelAsked", view }),
    ),
    dismiss: ended > 0 ? () => void desk.dismiss("all") : { why: queueWords.noneEnded },
  };
};

const openKeys = ({ props, state, dispatch }: QueueKeysOptions): KeyHandlers => {
  const marked = markedTransfer(state);
  const error = marked?.error ?? state.snapshot?.trouble ?? null;
  return {
    open: onMarked(
      marked,
      () => null,
      (view) =>
        dispatch({
          type: "layerOpened",
          layer:
            view.receiptId === null
              ? { name: "transfer", view }
              : { name: "receipt", receiptId: view.receiptId },
        }),
    ),
    makeCard:
      error && errorKind(error.code) === "owner of the bucket"
        ? () => props.navigate({ type: "card", error })
        : { why: queueWords.notOwners },
  };
};

/** Keys of the queue while nothing lies over it, or one transfer in full. */
export const useQueueKeys = (options: QueueKeysOptions): void => {
  const { state, dispatch } = options;
  const { layer, height, snapshot } = state;
  const send =
    (event: QueueEvent): KeyHandler =>
    () =>
      dispatch(event);
  const limit = snapshot?.limitBytesPerSecond ?? null;
  const text = limit === null ? "" : queueWords.limitText(limit);
  useKeys(
    "queue",
    {
      ...listMoves(height, dispatch),
      ...deskKeys(options),
      ...openKeys(options),
      limit: send({ type: "layerOpened", layer: { name: "limit", text } }),
      details: send({ type: "detailsToggled" }),
      peel: send({ type: "layerClosed" }),
    },
    { isActive: layer === null || layer.name === "transfer" },
  );
};
