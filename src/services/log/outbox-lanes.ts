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
}

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
    const { trouble, isProven } = this.#lane(address);
    return trouble === null && isProven ? most : 1;
  }

  succeeded(address: OutcomeAddress): void {
    Object.assign(this.#lane(address), {
      trouble: null,
      failures: 0,
      notBeforeMs: 0,
      isProven: true,
    });
  }

  failed(address: OutcomeAddress, trouble: AppError): void {
    Object.assign(this.#lane(address), { trouble, isProven: false });
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

  isInTrouble(address: OutcomeAddress): boolean {
    return this.#lane(address).trouble !== null;
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
    const lane: Lane = { address, trouble: null, failures: 0, notBeforeMs: 0, isProven: false };
    this.#lanes.set(key, lane);
    return lane;
  }
}
