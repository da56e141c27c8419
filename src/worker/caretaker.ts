import type { AppError } from "../domain/errors.ts";
import type { QueueSnapshot, TransferDesk } from "../services/queue/transfer-desk.ts";

export interface CaretakerDeps {
  readonly desk: TransferDesk;
  /** Idempotent. */
  readonly begin: () => Promise<void>;
  readonly attached: () => number;
  readonly isReachable: () => Promise<boolean>;
  readonly listenAgain: () => Promise<void>;
  readonly leave: () => void;
}

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
 * Looks after the worker at every tick: begins when no app said so, listens anew when its socket was removed, leaves when for two ticks in a
 * row nobody was attached and nothing was left to do, so that the gap between two apps does not end it.
 */
export const createCaretaker = (deps: CaretakerDeps): (() => Promise<void>) => {
  let wasIdle = false;
  return async () => {
    // An app that started us and died before it could say so.
    await deps.begin();
    if (!(await deps.isReachable())) await deps.listenAgain();
    const isIdle =
      deps.attached() === 0 && hasNothingToDo(await deps.desk.snapshot({ from: 0, count: 0 }));
    if (isIdle && wasIdle) deps.leave();
    wasIdle = isIdle;
  };
};
