import { errorKind } from "../../../domain/error-kinds.ts";
import type { QueueSnapshot } from "../../../services/ports/transfer-view.ts";
import type { Action, KeyMode } from "../../keys/actions.ts";
import type { HintOptions, HintWords } from "../../keys/hints.ts";
import { failureWords } from "../../../words/failure.ts";
import { queueWords } from "../../../words/queue.ts";
import type { AppEvent } from "../screen-props.ts";
import { renewInQueue } from "./failure-choices.ts";
import { canRetryAll, highlightedTransfer, type QueueState } from "./queue-reducer.ts";

/** Whose keys the bottom line shows. */
export const modeOf = ({ layer }: QueueState): KeyMode => {
  if (layer?.name === "limit") return "queueText";
  const own = layer?.name === "receipt" || layer?.name === "summary" || layer?.name === "failure";
  if (own) return layer.name;
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

/** What `n` asks for; null where it has nothing to ask for. */
const renewWord = (event: AppEvent | null): string | null => {
  const words = failureWords.renewHint;
  if (event?.type === "unlock") return words.passphrase;
  if (event?.type !== "setUp") return null;
  const { type } = event.goal;
  return type === "logToken" || type === "secret" ? words[type] : words.accessKey;
};

/** What the bottom line says of the keys of the queue as it is now, what mends something before all others. */
export const queueHints = (state: QueueState, active: string): HintOptions => {
  const { snapshot, layer } = state;
  const highlighted = highlightedTransfer(state);
  const renew = renewWord(renewInQueue(snapshot, highlighted, active));
  const error = highlighted?.error ?? null;
  const isOwners = error !== null && errorKind(error.code) === "owner of the bucket";
  const isInFull = layer?.name === "transfer";
  const words: HintWords = {
    ...(renew !== null && { renew }),
    ...(highlighted?.state === "paused" && { pause: queueWords.hint.resume }),
    ...(isInFull && { back: queueWords.hint.back }),
  };
  return {
    words,
    without: [
      ...(renew === null ? (["renew"] as const) : []),
      ...(isOwners ? [] : (["showOwnerNotice"] as const)),
      ...(isInFull ? (["open"] as const) : []),
      ...idleKeys(snapshot),
    ],
    first: [
      ...(isInFull ? (["back"] as const) : []),
      ...(renew === null ? [] : (["renew"] as const)),
      ...(isOwners ? (["showOwnerNotice"] as const) : []),
      ...(canRetryAll(snapshot) ? (["retry", "retryAll"] as const) : []),
    ],
  };
};
