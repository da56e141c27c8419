import type { AppError } from "../../domain/errors.ts";
import { backoffMs, type RetryLimits } from "../../domain/retry.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { Clock } from "../ports/clock.ts";
import type { LogSink } from "../ports/log-sink.ts";
import type { TransferStore } from "../ports/transfer-store.ts";
import { OutboxTurns } from "./outbox-turns.ts";
import { createWakeSignal } from "./wake-signal.ts";

/** Never gives up by itself; after the fourth failure it asks once in up to a minute. */
const limits: RetryLimits = { firstAttempts: 0, attempts: 0, baseMs: 2_000, capMs: 60_000 };
const atOnce = 64;
const minPauseMs = 500;
/** A token that was refused is asked for again so seldom that no server minds. */
const refusedPauseMs = 300_000;
/** Refusals of one message alone before it is set aside: some minutes, should something on the way have changed its mind. */
const maxRefusals = 5;

export interface LogOutboxDeps {
  readonly transfers: TransferStore;
  readonly sink: LogSink;
  readonly clock: Clock;
  readonly random: () => number;
  /** After anything that a screen may show has changed. */
  readonly onChange: () => void;
  /** The log server has these now. */
  readonly onTaken?: (outcomes: readonly Outcome[]) => void;
}

export interface LogOutboxState {
  /** Outcomes that the log server has not taken. */
  readonly waiting: number;
  /** Outcomes that it refuses, set aside until a person asks for them to be sent again. */
  readonly refused: number;
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

/** What follows from one attempt: for this message alone, or for all. */
type Step = "taken" | "refused" | "wait" | "give up";

interface OutboxMemory {
  trouble: AppError | null;
  /** Attempts in a row without an answer that counts. */
  failures: number;
  /** Nothing to send, or nobody to send it to for now. */
  isQuiet: boolean;
}

/** About the moment, and not the message: RFC 9110, RFC 6585. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** True when a log server, or something before it, will not have this very message. */
const isAboutMessage = (error: AppError): boolean =>
  error.code === "LogServerRefused" &&
  error.status >= 300 &&
  error.status < 500 &&
  error.status !== 401 &&
  !passingStatuses.has(error.status);

const stepAfter = (error: AppError): Step => {
  if (error.code === "LogServerRefused" && error.status === 401) return "give up";
  return isAboutMessage(error) ? "refused" : "wait";
};

const countIn = (size: ReturnType<TransferStore["outboxSize"]>): number =>
  size.ok ? size.value : 0;

/** The loop of one outbox. */
class Sending {
  readonly #deps: LogOutboxDeps;
  readonly #memory: OutboxMemory;
  readonly #turns: OutboxTurns;

  constructor(deps: LogOutboxDeps, memory: OutboxMemory) {
    this.#deps = deps;
    this.#memory = memory;
    this.#turns = new OutboxTurns((failures) => this.#pauseMs(failures));
  }

  /** Sends what is due. "empty": nothing is; then `dueInMs` says when something will be. */
  async some(signal: AbortSignal): Promise<"next" | "wait" | "give up" | "empty"> {
    const { transfers, clock } = this.#deps;
    const read = transfers.outbox(atOnce + this.#turns.size);
    if (!read.ok) return "empty";
    // One to try a server in trouble, another each time: it may be the message that something on the way dislikes.
    const count = this.#memory.trouble === null ? atOnce : 1;
    const due = this.#turns.next(read.value, count, clock.monotonicMs());
    if (due.length === 0) return "empty";
    const steps = await Promise.all(due.map((outcome) => this.#one(outcome, signal)));
    const taken = due.filter((_, index) => steps[index] === "taken");
    if (taken.length > 0 && !(await this.#forget(taken))) return "wait";
    if (steps.includes("give up")) return "give up";
    return steps.includes("wait") ? "wait" : "next";
  }

  dueInMs(): number | null {
    return this.#turns.dueInMs(this.#deps.clock.monotonicMs());
  }

  #pauseMs(failures: number): number {
    const ms = backoffMs(limits, failures, this.#deps.random(), { code: "StoreFault" });
    return Math.max(minPauseMs, ms);
  }

  async #one(outcome: Outcome, signal: AbortSignal): Promise<Step> {
    const { sink, clock } = this.#deps;
    const memory = this.#memory;
    const answer = await sink.deliver(outcome, signal);
    if (answer.ok) {
      memory.trouble = null;
      memory.failures = 0;
      return "taken";
    }
    const step = stepAfter(answer.error);
    if (step !== "refused") {
      memory.trouble = answer.error;
      return step;
    }
    const failures = this.#turns.refused(outcome.id, clock.monotonicMs());
    // Our own server has read it and will never take it.
    const isFinal = answer.error.code === "LogServerRefused" && answer.error.permanent;
    if (isFinal || failures >= maxRefusals) this.#setAside(outcome, answer.error);
    return "refused";
  }

  #setAside({ id }: Outcome, why: AppError): void {
    this.#turns.forget([id]);
    // On a full disk it is tried again, and set aside then.
    this.#deps.transfers.refuseOutcome(id, why);
  }

  /** False on a full disk, which is no reason to send the same again and again without a pause. */
  async #forget(taken: readonly Outcome[]): Promise<boolean> {
    const ids = taken.map(({ id }) => id);
    this.#turns.forget(ids);
    // Waits beside the event loop: what ends meanwhile goes with the next ones.
    const { transfers, clock, onTaken } = this.#deps;
    const takenAtMs = clock.nowMs();
    const removed = await transfers.commit([{ type: "deleteOutcomes", ids, takenAtMs }]);
    if (removed.ok) onTaken?.(taken);
    return removed.ok;
  }
}

/**
 * An outbox over `transfers` and `sink`. What is refused alone never holds up another, has a pause of its own, and is
 * set aside after some refusals; at a 401 every other would be refused as well, so that all are kept for a token that
 * works. What goes wrong is said once.
 */
export const createLogOutbox = (deps: LogOutboxDeps): LogOutbox => {
  const memory: OutboxMemory = { trouble: null, failures: 0, isQuiet: false };
  const sending = new Sending(deps, memory);
  const news = createWakeSignal();
  const quiet = createWakeSignal();
  const { clock, transfers } = deps;

  /** Until something new is there to send, or what was refused is due again. */
  const untilDue = async (signal: AbortSignal): Promise<void> => {
    const dueInMs = sending.dueInMs();
    if (dueInMs === null) return news.wait(signal);
    const stopper = new AbortController();
    const either = AbortSignal.any([signal, stopper.signal]);
    try {
      await Promise.race([news.wait(either), clock.sleep(Math.max(minPauseMs, dueInMs), either)]);
    } finally {
      stopper.abort();
    }
  };

  const pause = async (signal: AbortSignal): Promise<void> => {
    memory.failures += 1;
    const ms = backoffMs(limits, memory.failures, deps.random(), { code: "StoreFault" });
    await clock.sleep(Math.max(minPauseMs, ms), signal);
  };

  const loop = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const step = await sending.some(signal);
      memory.isQuiet = step !== "next";
      if (memory.isQuiet) quiet.notify();
      deps.onChange();
      if (step === "give up") await clock.sleep(refusedPauseMs, signal);
      if (step === "empty") await untilDue(signal);
      if (step === "wait") await pause(signal);
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
    state: () => ({
      waiting: countIn(transfers.outboxSize()),
      refused: countIn(transfers.refusedOutcomes()),
      trouble: memory.trouble,
    }),
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
