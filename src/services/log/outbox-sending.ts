import type { AppError } from "../../domain/errors.ts";
import type { Outcome, OutcomeAddress } from "../../domain/outcome.ts";
import { backoffMs, isTokenRefused, type RetryLimits } from "../../domain/retry.ts";
import type { Clock } from "../ports/clock.ts";
import type { LogSink } from "../ports/log-sink.ts";
import type { TransferStore } from "../ports/transfer-store.ts";
import type { OutboxLanes } from "./outbox-lanes.ts";
import { OutboxTurns } from "./outbox-turns.ts";

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

/** Never gives up by itself; after the fourth failure it asks once in up to a minute. */
const limits: RetryLimits = { firstAttempts: 0, attempts: 0, baseMs: 2_000, capMs: 60_000 };
const atOnce = 64;
const minPauseMs = 500;
/** A token that was refused is asked for again so seldom that no server minds. */
const refusedPauseMs = 300_000;
/** Refusals of one message alone before it is set aside: some minutes, should something on the way have changed its mind. */
const maxRefusals = 5;
/** An answer takes a small part of it; what nobody answers then is left to itself, and holds up no other message. */
const patienceMs = 3_000;

/** What follows from an attempt that came to nothing: for this message alone, or for all of its log server. */
type Step = "refused" | "wait" | "give up";

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

/** What came of one message. */
interface Answer {
  readonly outcome: Outcome;
  readonly lane: OutcomeAddress;
  /** How often addresses and tokens had changed when it was sent. */
  readonly changes: number;
  /** Null: it was taken. */
  readonly error: AppError | null;
}

/** Sends the messages of an outbox, round by round. */
export class OutboxSending {
  readonly #deps: LogOutboxDeps;
  readonly #lanes: OutboxLanes;
  readonly #turns: OutboxTurns;
  readonly #onLate: () => void;
  /** Not settled yet. */
  readonly #answers: Answer[] = [];
  readonly #thrown: unknown[] = [];
  #underWay = 0;

  /** `onLate` when an answer has come that no round waits for. */
  constructor(deps: LogOutboxDeps, lanes: OutboxLanes, onLate: () => void) {
    this.#deps = deps;
    this.#lanes = lanes;
    this.#turns = new OutboxTurns((failures) => this.#pauseMs(failures));
    this.#onLate = onLate;
  }

  /** Sends what is due. "empty": nothing is; then `dueInMs` says when something will be. */
  async some(signal: AbortSignal): Promise<"next" | "empty"> {
    await this.#settle();
    const due = this.#due();
    if (due.length === 0) return "empty";
    const waiting = new Map(due.map((outcome) => [outcome.id, outcome]));
    await this.#inGoodTime(Promise.all(due.map((outcome) => this.#one(outcome, waiting, signal))));
    for (const outcome of waiting.values()) this.#lanes.isLate(this.#lanes.of(outcome), outcome.id);
    waiting.clear();
    await this.#settle();
    return "next";
  }

  /** Messages that nobody has answered yet. */
  get underWay(): number {
    return this.#underWay;
  }

  dueInMs(): number | null {
    const nowMs = this.#deps.clock.monotonicMs();
    const times = [this.#turns.dueInMs(nowMs), this.#lanes.dueInMs(nowMs)].flatMap(
      (time) => time ?? [],
    );
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Why a message waits by itself; null when none does. */
  why(): AppError | null {
    return this.#turns.why();
  }

  /** Addresses or tokens have changed: each is asked again. */
  release(): void {
    this.#lanes.release();
    this.#turns.release();
  }

  /** Whose turn it is, of each log server that does not wait. */
  #due(): readonly Outcome[] {
    const { transfers, clock } = this.#deps;
    const nowMs = clock.monotonicMs();
    const read = transfers.outbox(atOnce + this.#turns.size, this.#lanes.held(nowMs));
    if (!read.ok) return [];
    // One to try a server, another each time: it may be the message that something on the way dislikes.
    return [...Map.groupBy(read.value, (outcome) => this.#lanes.of(outcome))].flatMap(
      ([lane, waiting]) => {
        // The newest beside the oldest: a short run would else try the same two as the one before it.
        const inTurn = this.#lanes.isTriedAgain(lane) ? waiting.toReversed() : waiting;
        return this.#turns.next(inTurn, this.#lanes.room(lane, atOnce), nowMs);
      },
    );
  }

  #pauseMs(failures: number): number {
    const ms = backoffMs(limits, failures, this.#deps.random(), { code: "StoreFault" });
    return Math.max(minPauseMs, ms);
  }

  /** Never rejects: what is thrown is thrown by the next `#settle`. `waiting` are those that the round waits for. */
  async #one(outcome: Outcome, waiting: Map<string, Outcome>, signal: AbortSignal): Promise<void> {
    const { changes } = this.#lanes;
    const lane = this.#lanes.of(outcome);
    this.#underWay += 1;
    try {
      const answer = await this.#deps.sinkFor(lane).deliver(outcome, signal);
      this.#answers.push({ outcome, lane, changes, error: answer.ok ? null : answer.error });
    } catch (thrown) {
      this.#thrown.push(thrown);
    }
    this.#underWay -= 1;
    if (!waiting.delete(outcome.id)) this.#onLate();
  }

  /** Resolves with the round, or when that takes too long. */
  async #inGoodTime(round: Promise<unknown>): Promise<void> {
    const stopper = new AbortController();
    // Aborted with the round.
    const enough = this.#deps.clock.sleep(patienceMs, stopper.signal).catch(() => round);
    await Promise.race([round, enough]);
    stopper.abort();
  }

  /** Draws the conclusions from what has been answered. */
  async #settle(): Promise<void> {
    if (this.#thrown.length > 0) throw this.#thrown[0];
    const answers = this.#answers.splice(0);
    for (const answer of answers) this.#note(answer);
    const taken = answers.flatMap(({ outcome, error }) => (error === null ? [outcome] : []));
    const isForgotten = taken.length === 0 || (await this.#forget(taken));
    for (const [lane, own] of Map.groupBy(answers, (answer) => answer.lane)) {
      this.#pause(lane, own, isForgotten);
    }
  }

  /** What an answer says of its log server. */
  #note({ outcome: { id }, lane, error }: Answer): void {
    if (error === null) this.#lanes.succeeded(lane, id);
    else if (stepAfter(error) === "refused") this.#lanes.refused(lane, id);
    else this.#lanes.failed(lane, id, error);
  }

  /** After the answers of one log server: who waits for how long. */
  #pause(lane: OutcomeAddress, answers: readonly Answer[], isForgotten: boolean): void {
    const nowMs = this.#deps.clock.monotonicMs();
    // A full disk is no reason to send the same again and again without a pause.
    let isWaiting = !isForgotten && answers.some(({ error }) => error === null);
    for (const { outcome, changes, error } of answers) {
      if (error === null) continue;
      const { id } = outcome;
      const step = stepAfter(error);
      const isOutdated = changes !== this.#lanes.changes;
      if (step === "refused") this.#refuse(outcome, error, nowMs);
      else if (step === "give up" || isOutdated) this.#turns.giveBack(id);
      else if (this.#lanes.isInDoubt(lane)) {
        this.#turns.giveBack(id);
        isWaiting = true;
      } else this.#turns.failed(id, nowMs, error);
      if (step === "give up" && !isOutdated) this.#lanes.hold(lane, nowMs + refusedPauseMs);
    }
    if (isWaiting && !this.#lanes.isHeld(lane, nowMs))
      this.#lanes.hold(lane, nowMs + this.#pauseMs(this.#lanes.countFailure(lane)));
  }

  #refuse(outcome: Outcome, error: AppError, nowMs: number): void {
    const refusals = this.#turns.refused(outcome.id, nowMs, error);
    // Our own server has read it and will never take it.
    const isFinal = error.code === "LogServerRefused" && error.permanent;
    if (!isFinal && refusals < maxRefusals) return;
    this.#turns.forget([outcome.id]);
    // On a full disk it is tried again, and set aside then.
    this.#deps.transfers.refuseOutcome(outcome.id, error);
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
