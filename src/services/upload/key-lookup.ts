import type { AppError } from "../../domain/errors.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { TransferTarget } from "../../domain/transfer.ts";
import type { Clock } from "../ports/clock.ts";
import type { ListedObject } from "../ports/object-store.ts";
import type { ListScope } from "../ports/find-object.ts";
import { findObjects } from "./find-objects.ts";

/** How long a list counts. Longer means fewer lists, shorter means less time for somebody else to take a key. */
const freshMs = 30_000;

/** So many are asked sooner by sending them, should all of them be new. */
const fewKeys = 8;

/** As many as a list can tell of in a few pages. */
const maxPrefetchedKeys = 2_000;

/** What a list has shown of keys that are soon to be written. */
interface KeyAnswers {
  readonly atMs: number;
  /** Each answer is good for one write: the second to the same key has to ask again. */
  readonly unused: Set<string>;
  readonly objects: ReadonlyMap<string, ListedObject>;
}

/** A list that has not been answered yet. */
interface Asking {
  readonly keys: ReadonlySet<string>;
  /** Never rejects. */
  readonly ended: Promise<unknown>;
}

const placeOf = ({ connection, bucket }: TransferTarget): string => `${connection}\n${bucket}`;

/**
 * Whether keys are free, for stores that may not refuse to write over an object by themselves: asked in bulk for all
 * that will be written soon, so that 2,000 small files cost two or three lists.
 */
export class KeyLookup {
  readonly #clock: Clock;
  readonly #upcoming: (target: TransferTarget) => readonly string[];
  /** By connection and bucket: what each list has shown, the newest last. */
  readonly #answers = new Map<string, readonly KeyAnswers[]>();
  /** Where a list was refused. */
  readonly #closed = new Set<string>();
  /** Where the last list has found most of its keys. */
  readonly #mostlyTaken = new Set<string>();
  /** By bucket and key, who is to be told when the write has ended: mostly nobody. */
  readonly #writing = new Map<string, (() => void)[]>();
  readonly #asking = new Map<string, readonly Asking[]>();

  /** `upcoming`: keys that will be asked for soon, of the same connection and bucket. */
  constructor(clock: Clock, upcoming: (target: TransferTarget) => readonly string[]) {
    this.#clock = clock;
    this.#upcoming = upcoming;
  }

  /** The object under the target's key, or null. What the store answered to a list; rejects when `signal` aborts. */
  async find(
    scope: Omit<ListScope, "bucket">,
    target: TransferTarget,
  ): Promise<Result<ListedObject | null, AppError>> {
    for (;;) {
      scope.signal.throwIfAborted();
      const known = this.#knownOf(target);
      if (known?.unused.delete(target.key)) return ok(known.objects.get(target.key) ?? null);
      const asking = this.#askingFor(target);
      if (!asking) break;
      // Whatever comes of it: when it has no answer to this key, the next one asks.
      await asking.ended;
    }
    const answers = await this.#ask(scope, target, this.#upcoming(target));
    if (!answers.ok) return answers;
    answers.value.unused.delete(target.key);
    return ok(answers.value.objects.get(target.key) ?? null);
  }

  /**
   * Asks ahead for keys in one bucket that will be written in a moment, unless they are few or enough is known or asked
   * already. Resolves when the answer is there, or will not come.
   */
  async prefetch(
    scope: Omit<ListScope, "bucket">,
    targets: readonly TransferTarget[],
  ): Promise<void> {
    const [first] = targets;
    if (first === undefined || targets.length <= fewKeys) return;
    const place = placeOf(first);
    const asked = this.#asking.get(place) ?? [];
    const known = this.#freshAt(place).reduce((sum, { unused }) => sum + unused.size, 0);
    const soonKnown = asked.reduce((sum, { keys }) => sum + keys.size, known);
    const isNew = (target: TransferTarget) =>
      this.#knownOf(target) === null && !asked.some(({ keys }) => keys.has(target.key));
    const keys = targets
      .filter((each) => placeOf(each) === place && isNew(each))
      .slice(0, Math.max(0, maxPrefetchedKeys - soonKnown))
      .map(({ key }) => key);
    const [key] = keys;
    if (key === undefined || scope.signal.aborted) return;
    // Who needs a key asks again, and hears what is wrong.
    await this.#ask(scope, { ...first, key }, keys).catch(() => undefined);
  }

  /** True where a list of late has shown an object under the target's key. Asks nothing. */
  isTaken(target: TransferTarget): boolean {
    return this.#knownOf(target)?.objects.has(target.key) === true;
  }

  /** True where the last list has found most of what it was asked for. */
  wereMostlyTaken(target: TransferTarget): boolean {
    return this.#mostlyTaken.has(placeOf(target));
  }

  /** As `isTaken`, and true once for each answer: it has been gone by, and who writes there later asks again. */
  takeTaken(target: TransferTarget): boolean {
    const known = this.#knownOf(target);
    return known?.objects.has(target.key) === true && known.unused.delete(target.key);
  }

  /**
   * As `find`, where the store itself keeps what is there: asked only to spare a body, and null where no list tells.
   * `isExpected`: there is reason to think that the key is taken.
   */
  async hint(
    scope: Omit<ListScope, "bucket">,
    target: TransferTarget,
    isExpected: () => boolean,
  ): Promise<ListedObject | null> {
    const place = placeOf(target);
    const known = this.#knownOf(target);
    // What is known of a key does not wait for what is being asked about others.
    const asking = known === null ? this.#askingFor(target) : null;
    await asking?.ended;
    if (this.#closed.has(place)) return null;
    const isKnown = asking !== null || known !== null;
    if (!isKnown && !isExpected() && this.#upcoming(target).length <= fewKeys) return null;
    const found = await this.find(scope, target);
    // What is wrong with the line or the store, the body will meet too, and can tell better.
    return found.ok ? found.value : null;
  }

  /**
   * Looks whether a key is free and writes it, as one step for this process: a second file to the same key waits until
   * the first is there, and finds it taken. Rejects when `signal` aborts meanwhile.
   */
  async exclusive<T>(
    { bucket, key }: TransferTarget,
    signal: AbortSignal,
    write: () => Promise<T>,
  ): Promise<T> {
    const place = `${bucket}\n${key}`;
    for (let others = this.#writing.get(place); others; others = this.#writing.get(place)) {
      const before = others;
      await new Promise<void>((resolve) => before.push(resolve));
      signal.throwIfAborted();
    }
    const waiting: (() => void)[] = [];
    this.#writing.set(place, waiting);
    try {
      return await write();
    } finally {
      this.#writing.delete(place);
      for (const resume of waiting) resume();
    }
  }

  #freshAt(place: string): readonly KeyAnswers[] {
    const nowMs = this.#clock.monotonicMs();
    return (this.#answers.get(place) ?? []).filter(
      ({ atMs, unused }) => unused.size > 0 && nowMs - atMs < freshMs,
    );
  }

  /** The newest list that still has an answer to the target's key; null for none. */
  #knownOf(target: TransferTarget): KeyAnswers | null {
    const nowMs = this.#clock.monotonicMs();
    const known = this.#answers
      .get(placeOf(target))
      ?.findLast(({ unused }) => unused.has(target.key));
    return known !== undefined && nowMs - known.atMs < freshMs ? known : null;
  }

  /** The list that will tell of the target's key, else one that may; null where none is under way. */
  #askingFor(target: TransferTarget): Asking | null {
    const asked = this.#asking.get(placeOf(target)) ?? [];
    return asked.find(({ keys }) => keys.has(target.key)) ?? asked[0] ?? null;
  }

  async #ask(
    scope: Omit<ListScope, "bucket">,
    target: TransferTarget,
    more: readonly string[],
  ): Promise<Result<KeyAnswers, AppError>> {
    const place = placeOf(target);
    const keys = new Set([target.key, ...more]);
    const asked = this.#list(scope, target, keys);
    const asking: Asking = { keys, ended: asked.catch(() => undefined) };
    this.#asking.set(place, [...(this.#asking.get(place) ?? []), asking]);
    try {
      const answers = await asked;
      if (answers.ok) this.#keep(place, answers.value);
      else if (answers.error.code === "AccessDenied") this.#closed.add(place);
      return answers;
    } finally {
      const left = (this.#asking.get(place) ?? []).filter((each) => each !== asking);
      if (left.length > 0) this.#asking.set(place, left);
      else this.#asking.delete(place);
    }
  }

  #keep(place: string, answers: KeyAnswers): void {
    this.#answers.set(place, [...this.#freshAt(place), answers]);
    if (answers.objects.size * 2 > answers.unused.size) this.#mostlyTaken.add(place);
    else this.#mostlyTaken.delete(place);
  }

  async #list(
    scope: Omit<ListScope, "bucket">,
    target: TransferTarget,
    keys: ReadonlySet<string>,
  ): Promise<Result<KeyAnswers, AppError>> {
    const atMs = this.#clock.monotonicMs();
    const found = await findObjects({ ...scope, bucket: target.bucket }, [...keys]);
    return found.ok ? ok({ atMs, unused: new Set(keys), objects: found.value }) : found;
  }
}
