import type { AppError } from "../../domain/errors.ts";
import { outcomeAddress, type Outcome, type OutcomeAddress } from "../../domain/outcome.ts";
import { isTokenRefused } from "../../domain/retry.ts";

/** How it stands with one log server: what it refuses, or does not answer, holds up no other one. */
interface Lane {
  readonly address: OutcomeAddress;
  trouble: AppError | null;
  /** Attempts in a row without an answer that counts. */
  failures: number;
  /** Nothing is sent before; monotonic. */
  notBeforeMs: number;
  /** It has taken something: until then it is asked with one message, which shows whether the token is good. */
  isProven: boolean;
  /** Messages under way that nobody has answered in good time. */
  readonly late: Set<string>;
  /** Messages that came to nothing, or are late, since it took the last one: of a single one it may be the message. */
  readonly suspects: Set<string>;
}

/** So many messages in doubt show that it is the server, and not one of them. */
const serverInDoubt = 2;

const keyOf = ({ connection, logUrl }: OutcomeAddress): string =>
  JSON.stringify([connection, logUrl]);

/** What is known of the log servers of an outbox. */
export class OutboxLanes {
  readonly #lanes = new Map<string, Lane>();
  #changes = 0;

  /** Which log server this one is for: always the same object for the same one. */
  of(outcome: Outcome): OutcomeAddress {
    return this.#lane(outcomeAddress(outcome)).address;
  }

  /** How many messages may go at once. */
  room(address: OutcomeAddress, most: number): number {
    const { trouble, isProven, late } = this.#lane(address);
    if (late.size >= serverInDoubt) return 0;
    return trouble === null && isProven ? most : 1;
  }

  succeeded(address: OutcomeAddress, id: string): void {
    const lane = this.#lane(address);
    lane.suspects.clear();
    lane.late.delete(id);
    Object.assign(lane, { trouble: null, failures: 0, notBeforeMs: 0, isProven: true });
  }

  failed(address: OutcomeAddress, id: string, trouble: AppError): void {
    const lane = this.#lane(address);
    lane.suspects.add(id);
    lane.late.delete(id);
    Object.assign(lane, { trouble, isProven: false });
  }

  /** It has read this message and will not have it, which says nothing of others. */
  refused(address: OutcomeAddress, id: string): void {
    this.#lane(address).late.delete(id);
  }

  /** This one is still under way when an answer would have been in good time. */
  isLate(address: OutcomeAddress, id: string): void {
    const lane = this.#lane(address);
    lane.suspects.add(id);
    lane.late.add(id);
    lane.isProven = false;
  }

  /** Several messages in a row came to nothing; after one alone the others are not held up. */
  isInDoubt(address: OutcomeAddress): boolean {
    return this.#lane(address).suspects.size >= serverInDoubt;
  }

  /** The next one is to be as far as can be from what came to nothing. */
  isTriedAgain(address: OutcomeAddress): boolean {
    return this.#lane(address).suspects.size > 0;
  }

  /** After a round with a failure; gives how many there have been in a row. */
  countFailure(address: OutcomeAddress): number {
    const lane = this.#lane(address);
    lane.failures += 1;
    return lane.failures;
  }

  hold(address: OutcomeAddress, untilMs: number): void {
    this.#lane(address).notBeforeMs = untilMs;
  }

  /** Those that wait. */
  held(nowMs: number): readonly OutcomeAddress[] {
    return [...this.#lanes.values()].flatMap(({ address, notBeforeMs }) =>
      notBeforeMs > nowMs ? [address] : [],
    );
  }

  /** How often addresses or tokens have changed: what failed with those of before is no reason to wait. */
  get changes(): number {
    return this.#changes;
  }

  /** Addresses or tokens have changed: each is asked again. */
  release(): void {
    this.#changes += 1;
    for (const lane of this.#lanes.values()) Object.assign(lane, { notBeforeMs: 0, failures: 0 });
  }

  isHeld(address: OutcomeAddress, nowMs: number): boolean {
    return this.#lane(address).notBeforeMs > nowMs;
  }

  /** What a person is to hear of; a token that is refused before a server that is away. */
  trouble(): { readonly address: OutcomeAddress; readonly error: AppError } | null {
    const all = [...this.#lanes.values()].flatMap(({ address, trouble }) =>
      trouble === null ? [] : [{ address, error: trouble }],
    );
    return all.find(({ error }) => isTokenRefused(error)) ?? all[0] ?? null;
  }

  /** Until the first of those that wait may go on; null when none waits. */
  dueInMs(nowMs: number): number | null {
    const times = [...this.#lanes.values()]
      .filter(({ notBeforeMs }) => notBeforeMs > nowMs)
      .map(({ notBeforeMs }) => notBeforeMs - nowMs);
    return times.length === 0 ? null : Math.min(...times);
  }

  #lane(address: OutcomeAddress): Lane {
    const key = keyOf(address);
    const known = this.#lanes.get(key);
    if (known) return known;
    const lane: Lane = {
      address,
      trouble: null,
      failures: 0,
      notBeforeMs: 0,
      isProven: false,
      late: new Set(),
      suspects: new Set(),
    };
    this.#lanes.set(key, lane);
    return lane;
  }
}
