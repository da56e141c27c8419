import type { AppError } from "../domain/errors.ts";
import { isAway } from "../domain/retry.ts";
import type { TransferDesk } from "../services/queue/queue-commands.ts";
import type { QueueSnapshot } from "../services/queue/transfer-desk.ts";

export interface CaretakerDeps {
  readonly desk: TransferDesk;
  /** Idempotent. */
  readonly begin: () => Promise<void>;
  readonly attached: () => number;
  readonly isReachable: () => Promise<boolean>;
  readonly listenAgain: () => Promise<void>;
  readonly leave: () => void;
  readonly monotonicMs: () => number;
}

/** So long a store that cannot be reached is waited for: over a night and the day after it. */
const longestAwayMs = 24 * 3_600_000;

/** A log server that will answer the same until a person changes something. */
const needsPerson = (trouble: AppError | null): boolean =>
  trouble?.code === "NotSetUp" ||
  trouble?.code === "SecretStoreUnavailable" ||
  (trouble?.code === "LogServerRefused" && trouble.permanent);

/**
 * Nothing will happen any more unless a person asks: all is ended or paused, or the whole queue is stopped, and the
 * log server has every outcome, or wants none of them. What is left is on disk, for the next start.
 */
export const hasNothingToDo = ({ totals, trouble, log }: QueueSnapshot): boolean => {
  const isMoving = totals.files.waiting + totals.files.uploading > 0 && trouble === null;
  return !isMoving && (log.waiting === 0 || needsPerson(log.trouble));
};

/**
 * Looks after the worker at every tick: begins when no app said so, listens anew when its socket was removed, leaves
 * when for two ticks in a row nobody was attached and nothing was left to do, so that the gap between two apps does
 * not end it. A queue that looks for its store is at work.
 */
export const createCaretaker = (deps: CaretakerDeps): (() => Promise<void>) => {
  let wasIdle = false;
  let awaySinceMs: number | null = null;
  const isAwaited = ({ trouble }: QueueSnapshot): boolean => {
    const nowMs = deps.monotonicMs();
    awaySinceMs = isAway(trouble) ? (awaySinceMs ?? nowMs) : null;
    return awaySinceMs !== null && nowMs - awaySinceMs < longestAwayMs;
  };
  return async () => {
    // An app that started us and died before it could say so.
    await deps.begin();
    if (!(await deps.isReachable())) await deps.listenAgain();
    const snapshot = await deps.desk.snapshot({ from: 0, count: 0 });
    const isIdle = !isAwaited(snapshot) && deps.attached() === 0 && hasNothingToDo(snapshot);
    if (isIdle && wasIdle) deps.leave();
    wasIdle = isIdle;
  };
};
