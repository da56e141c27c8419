import type { AppError } from "../domain/errors.ts";
import { isUnreachable } from "../domain/retry.ts";
import type { UploadQueue } from "../services/ports/upload-queue.ts";
import type { QueueSnapshot } from "../services/ports/transfer-view.ts";

export interface HousekeepingDeps {
  readonly queue: UploadQueue;
  /** Idempotent. */
  readonly begin: () => Promise<void>;
  readonly attached: () => number;
  readonly isReachable: () => Promise<boolean>;
  readonly relisten: () => Promise<void>;
  readonly leave: () => void;
  readonly monotonicMs: () => number;
}

/** So long a store that cannot be reached is waited for: over a night and the day after it. */
const maxOfflineMs = 24 * 3_600_000;

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
 * Looks after the daemon at every tick: begins when no app said so, listens anew when its socket was removed, leaves
 * when for two ticks in a row nobody was attached and nothing was left to do, so that the gap between two apps does
 * not end it. A queue that looks for its store is at work.
 */
export const createHousekeeping = (deps: HousekeepingDeps): (() => Promise<void>) => {
  let wasIdle = false;
  let offlineSinceMs: number | null = null;
  const isAwaited = ({ trouble, holds = [] }: QueueSnapshot): boolean => {
    const nowMs = deps.monotonicMs();
    const isLookedFor = isUnreachable(trouble) || holds.some(({ error }) => isUnreachable(error));
    offlineSinceMs = isLookedFor ? (offlineSinceMs ?? nowMs) : null;
    return offlineSinceMs !== null && nowMs - offlineSinceMs < maxOfflineMs;
  };
  return async () => {
    // An app that started us and died before it could say so.
    await deps.begin();
    if (!(await deps.isReachable())) await deps.relisten();
    const snapshot = await deps.queue.snapshot({ from: 0, count: 0 });
    const isIdle = !isAwaited(snapshot) && deps.attached() === 0 && hasNothingToDo(snapshot);
    if (isIdle && wasIdle) deps.leave();
    wasIdle = isIdle;
  };
};
