import type { AppError } from "../../domain/errors.ts";
import { backoffMs, isTokenRefused, type RetryLimits } from "../../domain/retry.ts";
import type { Outcome, OutcomeAddress } from "../../domain/outcome.ts";
import type { Clock } from "../ports/clock.ts";
import type { LogSink } from "../ports/log-sink.ts";
import type { TransferStore } from "../ports/transfer-store.ts";
import { OutboxLanes } from "./outbox-lanes.ts";
import { OutboxTurns } from "./outbox-turns.ts";
import { createWakeSignal, type WakeSignal } from "./wake-signal.ts";

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
  readonly sinkFor: (address: OutcomeAddress) => LogSink;
  readonly clock: Clock;
  readonly random: () => number;
  /** After anything that a screen may show has changed. */
  readonly onChange: () => void;
  /** The log server has these now. */
  readonly onTaken?: (outcomes: readonly Outcome[]) => void;
}

export interface LogOutboxState {
  /** Outcomes that their log servers have not taken. */
  readonly waiting: number;
  /** Outcomes that they refuse, set aside until a person asks for them to be sent again. */
  readonly refused: number;
  readonly trouble: AppError | null;
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

/** What follows from one attempt: for this message alone, or for all of its log server. */
type Step = "taken" | "refused" | "wait" | "give up";

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
  if (isTokenRefused(error)) return "give up";
  return isAboutMessage(error) ? "refused" : "wait";
};

const countIn = (size: ReturnType<TransferStore["outboxSize"]>): number =>
  size.ok ? size.value : 0;

/** The loop of one outbox. */
class Sending {
  readonly #deps: LogOutboxDeps;
  readonly #lanes: OutboxLanes;
  readonly #turns: OutboxTurns;

  constructor(deps: LogOutboxDeps, lanes: OutboxLanes) {
    this.#deps = deps;
    this.#lanes = lanes;
    this.#turns = new OutboxTurns((failures) => this.#pauseMs(failures));
  }

  /** Sends what is due. "empty": nothing is; then `dueInMs` says when something will be. */
  async some(signal: AbortSignal): Promise<"next" | "empty"> {
    const due = this.#due();
    if (due.length === 0) return "empty";
    const { changes } = this.#lanes;
    const answers = await Promise.all(
      due.map(async (outcome) => ({ outcome, step: await this.#one(outcome, signal) })),
    );
    const taken = answers.flatMap(({ outcome, step }) => (step === "taken" ? [outcome] : []));
    const isForgotten = taken.length === 0 || (await this.#forget(taken));
    for (const [lane, own] of Map.groupBy(answers, ({ outcome }) => this.#lanes.of(outcome))) {
      const steps = new Set(own.map(({ step }) => step));
      // A full disk is no reason to send the same again and again without a pause.
      if (!isForgotten && steps.has("taken")) steps.add("wait");
      if (changes === this.#lanes.changes) this.#pause(lane, steps);
    }
    return "next";
  }

  dueInMs(): number | null {
    const nowMs = this.#deps.clock.monotonicMs();
    const times = [this.#turns.dueInMs(nowMs), this.#lanes.dueInMs(nowMs)].flatMap(
      (time) => time ?? [],
    );
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Whose turn it is, of each log server that does not wait. */
  #due(): readonly Outcome[] {
    const { transfers, clock } = this.#deps;
    const nowMs = clock.monotonicMs();
    const read = transfers.outbox(atOnce + this.#turns.size, this.#lanes.held(nowMs));
    if (!read.ok) return [];
    // One to try a server, another each time: it may be the message that something on the way dislikes.
    return [...Map.groupBy(read.value, (outcome) => this.#lanes.of(outcome))].flatMap(
      ([lane, waiting]) => this.#turns.next(waiting, this.#lanes.room(lane, atOnce), nowMs),
    );
  }

  #pauseMs(failures: number): number {
    const ms = backoffMs(limits, failures, this.#deps.random(), { code: "StoreFault" });
    return Math.max(minPauseMs, ms);
  }

  /** After the answers of one round to a log server. */
  #pause(lane: OutcomeAddress, steps: ReadonlySet<Step>): void {
    const nowMs = this.#deps.clock.monotonicMs();
    if (steps.has("give up")) this.#lanes.hold(lane, nowMs + refusedPauseMs);
    else if (steps.has("wait"))
      this.#lanes.hold(lane, nowMs + this.#pauseMs(this.#lanes.countFailure(lane)));
  }

  async #one(outcome: Outcome, signal: AbortSignal): Promise<Step> {
    const { sinkFor, clock } = this.#deps;
    const lane = this.#lanes.of(outcome);
    const answer = await sinkFor(lane).deliver(outcome, signal);
    if (answer.ok) {
      this.#lanes.succeeded(lane);
      return "taken";
    }
    const step = stepAfter(answer.error);
    if (step !== "refused") {
      this.#lanes.failed(lane, answer.error);
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

  /** False on a full disk. */
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
  const sending = new Sending(deps, lanes);
  const news = createWakeSignal();
  const quiet = createWakeSignal();
  const { clock, transfers } = deps;
  /** Quiet: nothing to send, or nobody to send it to for now. */
  const memory = { isQuiet: false };

  const loop = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const step = await sending.some(signal);
      memory.isQuiet = step === "empty";
      if (memory.isQuiet) quiet.notify();
      deps.onChange();
      if (memory.isQuiet) await untilDue(news, clock, sending.dueInMs(), signal);
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
      memory.isQuiet &&= lanes.isInTrouble(address);
      news.notify();
    },
    retry: () => {
      lanes.release();
      news.notify();
    },
    state: () => {
      const trouble = lanes.trouble();
      return {
        waiting: countIn(transfers.outboxSize()),
        refused: countIn(transfers.refusedOutcomes()),
        trouble: trouble?.error ?? null,
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
