import type { Dispatch } from "react";
import type { UploadQueue } from "../../../services/ports/upload-queue.ts";
import type {
  QueueSnapshot,
  QueueTotals,
  TransferView,
} from "../../../services/ports/transfer-view.ts";
import { errorKind } from "../../../domain/error-kinds.ts";
import { lacksPassphrase } from "../../../domain/retry.ts";
import { renewInQueue } from "./failure-choices.ts";
import { listMoves } from "../../widgets/list-moves.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { noDetails } from "../../../words/errors/error-words.ts";
import { failureWords } from "../../../words/failure.ts";
import { queueWords } from "../../../words/queue.ts";
import { noticeAbout } from "../owner-notice/notice-about.ts";
import type { ScreenProps } from "../screen-props.ts";
import {
  canRetryAll,
  highlightedTransfer,
  isOnFold,
  type QueueEvent,
  type QueueLayer,
  type QueueState,
} from "./queue-reducer.ts";

export interface QueueKeysOptions {
  readonly props: ScreenProps;
  readonly state: QueueState;
  readonly dispatch: Dispatch<QueueEvent>;
}

const isOver = ({ state }: TransferView) =>
  state === "delivered" || state === "failed" || state === "skipped" || state === "cancelled";

/** Why a key means nothing for a row; null when it does. */
type DisabledReason = (view: TransferView) => string | null;

/** Why there is no row under the cursor: there is none, or none has come yet. */
const whyNoneMarked = (state: QueueState): string =>
  isOnFold(state)
    ? queueWords.onFold
    : state.snapshot?.rowCount === 0
      ? queueWords.noneHighlighted
      : queueWords.loading;

const onHighlighted = (
  state: QueueState,
  disabledReason: DisabledReason,
  act: (view: TransferView) => void,
): KeyHandler => {
  const highlighted = highlightedTransfer(state);
  if (!highlighted) return { why: whyNoneMarked(state) };
  const why = disabledReason(highlighted);
  return why === null ? () => act(highlighted) : { why };
};

const canRetry: DisabledReason = ({ state, heldBy, retry }) =>
  heldBy !== undefined ||
  retry !== null ||
  state === "failed" ||
  state === "skipped" ||
  state === "cancelled"
    ? null
    : queueWords.notFailed;

/** Pauses what is to be sent; where all of that is paused, lets it go on. */
const pauseAll = (queue: UploadQueue, files: QueueTotals["files"]): KeyHandler => {
  const { waiting, uploading, paused } = files;
  if (waiting + uploading > 0) return () => void queue.pause("all");
  return paused > 0 ? () => void queue.resume("all") : { why: queueWords.noneToPause };
};

/** Without the passphrase nothing could be sent: what is tried again asks for it first. */
const retryAll = (
  { services: { queue }, navigate }: ScreenProps,
  snapshot: QueueSnapshot | null,
): (() => void) =>
  lacksPassphrase(snapshot?.trouble ?? null)
    ? () => navigate({ type: "unlock" })
    : () => void queue.retry("all");

/** Keys for the whole queue. Before it is known, none of them says that there is nothing to do. */
const keysForAll = ({ props, state: { snapshot } }: QueueKeysOptions): KeyHandlers => {
  const { queue } = props.services;
  if (snapshot === null) {
    const loading = { why: queueWords.loading };
    return { retryAll: loading, pauseAll: loading, dismiss: loading };
  }
  const { files } = snapshot.totals;
  const ended = files.delivered + files.failed + files.skipped + files.cancelled;
  return {
    retryAll: canRetryAll(snapshot) ? retryAll(props, snapshot) : { why: queueWords.noneFailed },
    pauseAll: pauseAll(queue, files),
    dismiss: ended > 0 ? () => void queue.dismiss("all") : { why: queueWords.noneEnded },
  };
};

/** What the queue is told about one transfer, or about all. */
const queueScreenKeys = (options: QueueKeysOptions): KeyHandlers => {
  const { props, state, dispatch } = options;
  const { queue } = props.services;
  const highlighted = highlightedTransfer(state);
  const { snapshot } = state;
  const isStopped = (snapshot?.trouble ?? null) !== null;
  // The queue answers with a change, which the screen hears of.
  const retry = (view: TransferView) => {
    if (view.error?.code === "ObjectExists") {
      dispatch({ type: "layerOpened", layer: { name: "confirmRename", view } });
    } else if (lacksPassphrase(snapshot?.trouble ?? null)) props.navigate({ type: "unlock" });
    else void queue.retry([view.id]);
  };
  const pause = ({ id, state: name }: TransferView) => {
    // Its row changes places: the cursor goes along, or the same key again would be for another one.
    dispatch({ type: "moved", by: 0 });
    void (name === "paused" ? queue.resume([id]) : queue.pause([id]));
  };
  return {
    retry:
      isStopped && !highlighted
        ? retryAll(props, snapshot)
        : onHighlighted(state, isStopped ? () => null : canRetry, retry),
    pause: onHighlighted(state, (view) => (isOver(view) ? queueWords.cannotPause : null), pause),
    sendFirst: onHighlighted(
      state,
      ({ state: name }) =>
        name === "waiting" || name === "paused" ? null : queueWords.cannotSendFirst,
      ({ id }) => {
        props.say(queueWords.sentFirst);
        void queue.sendFirst([id]);
      },
    ),
    cancel: onHighlighted(
      state,
      (view) => (isOver(view) && view.state !== "failed" ? queueWords.cannotCancel : null),
      // Of a failed one nothing is under way that a question could save.
      (view) =>
        view.state === "failed"
          ? void queue.cancel([view.id])
          : dispatch({ type: "cancelAsked", view }),
    ),
    ...keysForAll(options),
  };
};

/** One transfer in full: its receipt, what can be done about its failure, or how far it is. */
const layerOf = (view: TransferView): QueueLayer => {
  if (view.receiptId !== null) return { name: "receipt", receiptId: view.receiptId };
  return view.state === "failed" && view.error
    ? { name: "failure", view, error: view.error }
    : { name: "transfer", view };
};

/** Asks for the value that is wrong now: keys, a passphrase, or the token of a log server. */
export const renewKey = ({ props, state }: QueueKeysOptions): KeyHandler => {
  const { snapshot } = state;
  const event = renewInQueue(snapshot, highlightedTransfer(state), props.active.connection);
  return event === null
    ? { why: failureWords.nothingToRenew(snapshot?.trouble ?? null) }
    : () => props.navigate(event);
};

const openKeys = ({ props, state, dispatch }: QueueKeysOptions): KeyHandlers => {
  const highlighted = highlightedTransfer(state);
  const failed = highlighted !== null && highlighted.error !== null ? highlighted : null;
  const error = failed?.error ?? state.snapshot?.trouble ?? null;
  const about = failed && noticeAbout(failed.target, props.settings, props.active);
  return {
    open: isOnFold(state)
      ? () => dispatch({ type: "endedToggled" })
      : onHighlighted(
          state,
          () => null,
          (view) =>
            dispatch({
              type: "layerOpened",
              layer: layerOf(view),
            }),
        ),
    showOwnerNotice:
      error && errorKind(error.code) === "owner of the bucket"
        ? () => props.navigate({ type: "ownerNotice", error, ...(about && { about }) })
        : { why: state.snapshot === null ? queueWords.loading : queueWords.notOwners },
  };
};

/** True when what is shown says why something went wrong: the whole queue, or one transfer in full. */
const hasError = ({ layer, snapshot }: QueueState): boolean => {
  if (layer?.name !== "transfer") return (snapshot?.trouble ?? null) !== null;
  return layer.view.error !== null || layer.view.retry !== null;
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
      ...queueScreenKeys(options),
      ...openKeys(options),
      renew: renewKey(options),
      limit: send({ type: "layerOpened", layer: { name: "limit", text } }),
      details: hasError(state) ? send({ type: "detailsToggled" }) : { why: noDetails },
      back: send({ type: "layerClosed" }),
    },
    { isActive: layer === null || layer.name === "transfer" },
  );
};
