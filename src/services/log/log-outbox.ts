import type { AppError } from "../../domain/errors.ts";
import type { OutcomeAddress } from "../../domain/outcome.ts";
import type { Clock } from "../ports/clock.ts";
import type { TransferStore } from "../ports/transfer-store.ts";
import { OutboxLanes } from "./outbox-lanes.ts";
import { OutboxSending, type LogOutboxDeps } from "./outbox-sending.ts";
import { createWakeSignal, type WakeSignal } from "./wake-signal.ts";

/** However soon something is due: a loop without a pause would take a whole processor. */
const minPauseMs = 500;

export interface LogOutboxState {
  /** Outcomes that their log servers have not taken. */
  readonly waiting: number;
  /** Outcomes that they refuse, set aside until a person asks for them to be sent again. */
  readonly refused: number;
  readonly trouble: AppError | null;
  /** Why a message waits by itself, though its log server takes others; null: none does. */
  readonly messageTrouble: AppError | null;
  /** Which log server is in trouble; null: none is. */
  readonly inTrouble: OutcomeAddress | null;
}

/** Carries outcomes from the disk to their log servers until each has been taken. */
export interface LogOutbox {
  /** Runs until aborted; resolves then. Never rejects for what a server does. */
  run(signal: AbortSignal): Promise<void>;
  /** There is something new to send to this log server. */
  wake(address: OutcomeAddress): void;
  /** Addresses or tokens have changed: what waits because of them is sent now. */
  retry(): void;
  state(): LogOutboxState;
  /**
   * Resolves when nothing is left that can be sent now, or after `timeoutMs`: what is left goes out in the next run.
   */
  whenQuiet(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

const countIn = (size: ReturnType<TransferStore["outboxSize"]>): number =>
  size.ok ? size.value : 0;

/** Until something new is there to send, or what was refused is due again. */
const untilDue = async (
  news: WakeSignal,
  clock: Clock,
  dueInMs: number | null,
  signal: AbortSignal,
): Promise<void> => {
  if (dueInMs === null) return news.wait(signal);
  const stopper = new AbortController();
  const either = AbortSignal.any([signal, stopper.signal]);
  try {
    await Promise.race([news.wait(either), clock.sleep(Math.max(minPauseMs, dueInMs), either)]);
  } finally {
    stopper.abort();
  }
};

/**
 * An outbox over `transfers` and the log servers of its connections. What is refused alone never holds up another, has a
 * pause of its own, and is set aside after some refusals; at a 401 every other for that server would be refused as well,
 * so that all are kept for a token that works. What goes wrong is said once.
 */
export const createLogOutbox = (deps: LogOutboxDeps): LogOutbox => {
  const lanes = new OutboxLanes();
  const news = createWakeSignal();
  const sending = new OutboxSending(deps, lanes, () => news.notify());
  const quiet = createWakeSignal();
  const { clock, transfers } = deps;
  /** Quiet: nothing to send, or nobody to send it to for now. */
  const memory = { isQuiet: false };

  const loop = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const step = await sending.some(signal);
      memory.isQuiet = step === "empty" && sending.underWay === 0;
      if (memory.isQuiet) quiet.notify();
      deps.onChange();
      if (step === "empty") await untilDue(news, clock, sending.dueInMs(), signal);
    }
  };

  return {
    run: async (signal) => {
      try {
        await loop(signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    },
    wake: (address) => {
      memory.isQuiet &&= lanes.isHeld(address, clock.monotonicMs());
      news.notify();
    },
    retry: () => {
      sending.release();
      news.notify();
    },
    state: () => {
      const trouble = lanes.trouble();
      return {
        waiting: countIn(transfers.outboxSize()),
        refused: countIn(transfers.refusedOutcomes()),
        trouble: trouble?.error ?? null,
        messageTrouble: sending.why(),
        inTrouble: trouble?.address ?? null,
      };
    },
    whenQuiet: async (timeoutMs, signal) => {
      const enough = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      try {
        while (!memory.isQuiet) await quiet.wait(enough);
      } catch (thrown) {
        if (!enough.aborted || signal.aborted) throw thrown;
      }
    },
  };
};
