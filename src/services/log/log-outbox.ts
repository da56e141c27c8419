import type { AppError } from "../../domain/errors.ts";
import { backoffMs, type RetryLimits } from "../../domain/retry.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { Clock } from "../ports/clock.ts";
import type { LogSink } from "../ports/log-sink.ts";
import type { TransferStore } from "../ports/transfer-store.ts";
import { createWakeSignal } from "./wake-signal.ts";

/** Never gives up by itself; after the fourth failure it asks once in up to a minute. */
const limits: RetryLimits = { firstAttempts: 0, attempts: 0, baseMs: 2_000, capMs: 60_000 };
const atOnce = 64;
const minPauseMs = 500;
/** A token that was refused is asked for again so seldom that no server minds. */
const refusedPauseMs = 300_000;

export interface LogOutboxDeps {
  readonly transfers: TransferStore;
  readonly sink: LogSink;
  readonly clock: Clock;
  readonly random: () => number;
  /** After anything that a screen may show has changed. */
  readonly onChange: () => void;
}

export interface LogOutboxState {
  /** Outcomes that the log server has not taken. */
  readonly waiting: number;
  readonly trouble: AppError | null;
}

/** Carries outcomes from the disk to the log server until each has been taken. */
export interface LogOutbox {
  /** Runs until aborted; resolves then. Never rejects for what the server does. */
  run(signal: AbortSignal): Promise<void>;
  /** There is something new to send. */
  wake(): void;
  state(): LogOutboxState;
  /**
   * Resolves when nothing is left to send, when the server is in trouble, or after `timeoutMs`: what is left
   * goes out in the next run.
   */
  whenQuiet(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

/** What follows from one attempt. */
type Step = "next" | "wait" | "give up" | "empty";

interface OutboxMemory {
  trouble: AppError | null;
  /** Attempts in a row without an answer that counts. */
  failures: number;
  /** Nothing to send, or nobody to send it to for now. */
  isQuiet: boolean;
}

const sendOne = async (
  deps: LogOutboxDeps,
  memory: OutboxMemory,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<Step> => {
  const answer = await deps.sink.deliver(outcome, signal);
  if (answer.ok) {
    memory.trouble = null;
    memory.failures = 0;
    return "next";
  }
  memory.trouble = answer.error;
  if (answer.error.code !== "LogServerRefused" || !answer.error.permanent) return "wait";
  return answer.error.status === 401 ? "give up" : "next";
};

/** One to try a server in trouble; else some at once: over a slow line one after the other would take longer than the upload. */
const sendSome = async (
  deps: LogOutboxDeps,
  memory: OutboxMemory,
  signal: AbortSignal,
): Promise<Step> => {
  const some = deps.transfers.outbox(memory.trouble === null ? atOnce : 1);
  if (!some.ok || some.value.length === 0) return "empty";
  const steps = await Promise.all(
    some.value.map((outcome) => sendOne(deps, memory, outcome, signal)),
  );
  const done = some.value.filter((_, index) => steps[index] === "next");
  if (done.length > 0) {
    const ids = done.map(({ id }) => id);
    // Waits beside the event loop: what ends meanwhile goes with the next ones.
    const removed = await deps.transfers.commit([{ type: "deleteOutcomes", ids }]);
    // A full disk is no reason to send the same again and again without a pause.
    if (!removed.ok) return "wait";
  }
  return (
    steps.find((step) => step === "give up") ?? steps.find((step) => step === "wait") ?? "next"
  );
};

const waitingIn = (transfers: TransferStore): number => {
  const size = transfers.outboxSize();
  return size.ok ? size.value : 0;
};

/**
 * An outbox over `transfers` and `sink`. A 400 drops that one outcome; at a 401 every other would
 * be refused as well, so that all are kept for a token that works. Either way the trouble is said once.
 */
export const createLogOutbox = (deps: LogOutboxDeps): LogOutbox => {
  const memory: OutboxMemory = { trouble: null, failures: 0, isQuiet: false };
  const news = createWakeSignal();
  const quiet = createWakeSignal();
  const loop = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const step = await sendSome(deps, memory, signal);
      memory.isQuiet = step !== "next";
      if (memory.isQuiet) quiet.notify();
      deps.onChange();
      if (step === "give up") await deps.clock.sleep(refusedPauseMs, signal);
      if (step === "empty") await news.wait(signal);
      if (step === "wait") {
        memory.failures += 1;
        const ms = backoffMs(limits, memory.failures, deps.random(), { code: "StoreFault" });
        await deps.clock.sleep(Math.max(minPauseMs, ms), signal);
      }
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
    wake: () => {
      memory.isQuiet = memory.trouble !== null;
      news.notify();
    },
    state: () => ({ waiting: waitingIn(deps.transfers), trouble: memory.trouble }),
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
