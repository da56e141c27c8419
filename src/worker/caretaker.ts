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

/** Nothing will happen any more unless a person asks: all is ended or paused, and the log server has every outcome. */
export const hasNothingToDo = ({ totals, log }: QueueSnapshot): boolean =>
  totals.files.waiting === 0 && totals.files.uploading === 0 && log.waiting === 0;

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
