import type { AppError } from "../../domain/errors.ts";
import type { Outcome } from "../../domain/outcome.ts";

interface Turn {
  /** How often this message was refused for itself. */
  refusals: number;
  /** How often it came to nothing, refusals among them. */
  failures: number;
  /** Not to be sent before; monotonic. Infinity: it is under way. */
  notBeforeMs: number;
  /** Of the last failure. */
  why: AppError | null;
  /** The later, the longer ago it was its turn. */
  lastTurn: number;
}

/** Whose turn it is in the outbox: each message that was refused waits by itself, and the others go round. */
export class OutboxTurns {
  readonly #turns = new Map<string, Turn>();
  readonly #pauseMs: (failures: number) => number;
  #count = 0;

  /** `pauseMs` after so many failures of one message. */
  constructor(pauseMs: (failures: number) => number) {
    this.#pauseMs = pauseMs;
  }

  /** Messages that had a turn and are still there. */
  get size(): number {
    return this.#turns.size;
  }

  /**
   * At most `count` of `waiting` that are due, those that had no turn for the longest time first. They are under way
   * until they are forgotten, have failed, or are given back.
   */
  next(waiting: readonly Outcome[], count: number, nowMs: number): readonly Outcome[] {
    const due = waiting
      .filter(({ id }) => (this.#turns.get(id)?.notBeforeMs ?? 0) <= nowMs)
      .toSorted((a, b) => this.#lastTurn(a.id) - this.#lastTurn(b.id))
      .slice(0, count);
    for (const { id } of due) {
      this.#count += 1;
      Object.assign(this.#turn(id), { lastTurn: this.#count, notBeforeMs: Infinity });
    }
    return due;
  }

  /** Gives how often the message has been refused. */
  refused(id: string, nowMs: number, why: AppError): number {
    this.failed(id, nowMs, why);
    const turn = this.#turn(id);
    turn.refusals += 1;
    return turn.refusals;
  }

  /** It came to nothing, and has a pause of its own. */
  failed(id: string, nowMs: number, why: AppError): void {
    const turn = this.#turn(id);
    turn.why = why;
    turn.failures += 1;
    turn.notBeforeMs = nowMs + this.#pauseMs(turn.failures);
  }

  /** It is not under way any more, and has no pause of its own. */
  giveBack(id: string): void {
    this.#turn(id).notBeforeMs = 0;
  }

  /** What has failed may be sent at once. */
  release(): void {
    for (const turn of this.#turns.values()) {
      Object.assign(turn, { failures: 0, why: null });
      if (turn.notBeforeMs !== Infinity) turn.notBeforeMs = 0;
    }
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#turns.delete(id);
  }

  /** Why one of those that failed waits; null when none does. */
  why(): AppError | null {
    for (const { why } of this.#turns.values()) if (why !== null) return why;
    return null;
  }

  /** Until the next of those that failed is due; null when none waits. */
  dueInMs(nowMs: number): number | null {
    // By a loop: there may be more of them than a call takes arguments.
    let dueMs: number | null = null;
    for (const { failures, notBeforeMs } of this.#turns.values()) {
      if (failures > 0 && notBeforeMs !== Infinity)
        dueMs = Math.min(dueMs ?? Infinity, Math.max(0, notBeforeMs - nowMs));
    }
    return dueMs;
  }

  #turn(id: string): Turn {
    const known = this.#turns.get(id);
    if (known) return known;
    const turn: Turn = {
      refusals: 0,
      failures: 0,
      notBeforeMs: 0,
      why: null,
      lastTurn: this.#count,
    };
    this.#turns.set(id, turn);
    return turn;
  }

  #lastTurn(id: string): number {
    return this.#turns.get(id)?.lastTurn ?? 0;
  }
}
