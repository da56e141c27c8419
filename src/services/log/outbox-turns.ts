import type { Outcome } from "../../domain/outcome.ts";

interface Turn {
  /** How often this message was refused for itself. */
  refusals: number;
  /** Not to be sent before; monotonic. */
  notBeforeMs: number;
  /** The later, the longer ago it was its turn. */
  lastTurn: number;
}

/** Whose turn it is in the outbox: each message that was refused waits by itself, and the others go round. */
export class OutboxTurns {
  readonly #turns = new Map<string, Turn>();
  readonly #pauseMs: (refusals: number) => number;
  #count = 0;

  /** `pauseMs` after so many refusals of one message. */
  constructor(pauseMs: (refusals: number) => number) {
    this.#pauseMs = pauseMs;
  }

  /** Messages that had a turn and are still there. */
  get size(): number {
    return this.#turns.size;
  }

  /** At most `count` of `waiting` that are due, those that had no turn for the longest time first. */
  next(waiting: readonly Outcome[], count: number, nowMs: number): readonly Outcome[] {
    const due = waiting
      .filter(({ id }) => (this.#turns.get(id)?.notBeforeMs ?? 0) <= nowMs)
      .toSorted((a, b) => this.#lastTurn(a.id) - this.#lastTurn(b.id))
      .slice(0, count);
    for (const { id } of due) {
      this.#count += 1;
      const turn = this.#turns.get(id);
      if (turn) turn.lastTurn = this.#count;
      else this.#turns.set(id, { refusals: 0, notBeforeMs: 0, lastTurn: this.#count });
    }
    return due;
  }

  /** Gives how often the message has been refused. */
  refused(id: string, nowMs: number): number {
    const turn = this.#turns.get(id) ?? { refusals: 0, notBeforeMs: 0, lastTurn: this.#count };
    turn.refusals += 1;
    turn.notBeforeMs = nowMs + this.#pauseMs(turn.refusals);
    this.#turns.set(id, turn);
    return turn.refusals;
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.#turns.delete(id);
  }

  /** Until the next of those that were refused is due; null when none waits. */
  dueInMs(nowMs: number): number | null {
    // By a loop: there may be more of them than a call takes arguments.
    let dueMs: number | null = null;
    for (const { refusals, notBeforeMs } of this.#turns.values()) {
      if (refusals > 0) dueMs = Math.min(dueMs ?? Infinity, Math.max(0, notBeforeMs - nowMs));
    }
    return dueMs;
  }

  #lastTurn(id: string): number {
    return this.#turns.get(id)?.lastTurn ?? 0;
  }
}
