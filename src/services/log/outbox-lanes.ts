import type { AppError } from "../../domain/errors.ts";
import { isTokenRefused } from "../../domain/retry.ts";

/** How it stands with one log server: what it refuses, or does not answer, holds up no other one. */
interface Lane {
  trouble: AppError | null;
  /** Attempts in a row without an answer that counts. */
  failures: number;
  /** Nothing is sent before; monotonic. */
  notBeforeMs: number;
  /** It has taken something: until then it is asked with one message, which shows whether the token is good. */
  isProven: boolean;
}

/** Whose log server is meant: a connection's, or (null) that of no connection. */
export type LaneName = string | null;

/** What is known of the log servers of an outbox. */
export class OutboxLanes {
  readonly #lanes = new Map<LaneName, Lane>();
  #changes = 0;

  /** How many messages may go at once. */
  room(name: LaneName, most: number): number {
    const { trouble, isProven } = this.#lane(name);
    return trouble === null && isProven ? most : 1;
  }

  succeeded(name: LaneName): void {
    Object.assign(this.#lane(name), {
      trouble: null,
      failures: 0,
      notBeforeMs: 0,
      isProven: true,
    });
  }

  failed(name: LaneName, trouble: AppError): void {
    Object.assign(this.#lane(name), { trouble, isProven: false });
  }

  /** After a round with a failure; gives how many there have been in a row. */
  countFailure(name: LaneName): number {
    const lane = this.#lane(name);
    lane.failures += 1;
    return lane.failures;
  }

  hold(name: LaneName, untilMs: number): void {
    this.#lane(name).notBeforeMs = untilMs;
  }

  /** Those that wait. */
  held(nowMs: number): readonly LaneName[] {
    return [...this.#lanes].flatMap(([name, lane]) => (lane.notBeforeMs > nowMs ? [name] : []));
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

  isInTrouble(name: LaneName): boolean {
    return this.#lane(name).trouble !== null;
  }

  /** What a person is to hear of; a token that is refused before a server that is away. */
  trouble(): { readonly connection: LaneName; readonly error: AppError } | null {
    const all = [...this.#lanes].flatMap(([connection, { trouble }]) =>
      trouble === null ? [] : [{ connection, error: trouble }],
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

  #lane(name: LaneName): Lane {
    const known = this.#lanes.get(name);
    if (known) return known;
    const lane: Lane = { trouble: null, failures: 0, notBeforeMs: 0, isProven: false };
    this.#lanes.set(name, lane);
    return lane;
  }
}
