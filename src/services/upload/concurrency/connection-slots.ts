import { nextSlotRequest } from "../../../domain/queue-order.ts";
import type { PartPace } from "../../../domain/store-abilities.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  ConcurrencyBounds,
  ConcurrencyController,
  PartConcurrencyController,
} from "./concurrency-controller.ts";
import { createCountedBytes, type CountedBytes } from "./counted-bytes.ts";
import { createPartConcurrency } from "./part-concurrency.ts";
import { createSmallFileConcurrency } from "./small-file-concurrency.ts";
import { createWaitList, type WaitList } from "./wait-list.ts";

export type SlotKind = "small" | "bulk";

/** The right to have one request under way. */
export interface Slot {
  /** Bytes of this request that the network has taken so far. */
  sent(sentBytes: number): void;
  /** Gives the slot back. */
  release(outcome: "answered" | "overloaded" | "other"): void;
}

/** What a transfer wants a connection for. */
interface Waiter {
  readonly transferId: string;
  readonly kind: SlotKind;
  /** Of the body. */
  readonly bytes: number;
  readonly signal: AbortSignal;
}

/** Shares a measured number of connections among transfers. */
export interface ConnectionSlots {
  acquire(waiter: Waiter): Promise<Slot>;
  /** How many transfers of a kind can be kept busy. */
  limit(kind: SlotKind): number;
  /** Before the first part: how those of the last upload to this store got on. */
  expectParts(pace: PartPace): void;
  /** How parts get on now, for the next upload; null while that is not known, or a speed limit decides it. */
  partPace(): PartPace | null;
}

export interface SlotBounds {
  readonly small: ConcurrencyBounds;
  readonly bulk: ConcurrencyBounds;
}

/**
 * Connections. Small files: from 16 the first 2,000 files at 40 ms take 4 % longer than from 32; with 64 at most they
 * need 1.25 s for their round trips alone. Parts: 64 at 50 Mbit/s are 400 MB/s, half of what one thread sends (bench W1);
 * six are enough for most lines in the first second, in which nothing is known of this one.
 */
export const defaultSlotBounds: SlotBounds = {
  small: { first: 32, max: 128 },
  bulk: { first: 6, max: 64 },
};

interface SlotState {
  readonly clock: Clock;
  readonly currentLimit: () => number | null;
  readonly isProcessBusy: () => boolean;
  readonly controllers: {
    readonly small: ConcurrencyController;
    readonly bulk: PartConcurrencyController;
  };
  readonly busy: Record<SlotKind, number>;
  /** Slots in use by transfer. */
  readonly held: Map<string, number>;
  readonly waiters: WaitList<Waiter, Slot>;
  /** Parts that are handed over and wait for their answers. */
  handedOver: number;
  isPolling: boolean;
}

const hold = (state: SlotState, { transferId, kind }: Waiter, change: 1 | -1): void => {
  const count = (state.held.get(transferId) ?? 0) + change;
  if (count > 0) state.held.set(transferId, count);
  else state.held.delete(transferId);
  state.busy[kind] += change;
};

class HeldSlot implements Slot {
  readonly #state: SlotState;
  readonly #waiter: Waiter;
  readonly #counted: CountedBytes;
  #isHandedOver = false;
  #isHeld = true;

  constructor(state: SlotState, waiter: Waiter) {
    this.#state = state;
    this.#waiter = waiter;
    this.#counted = createCountedBytes(state.clock, (more) =>
      this.#controller.moved(more, state.clock.monotonicMs(), this.#isSaturated()),
    );
  }

  sent(sentBytes: number): void {
    const { bytes } = this.#waiter;
    const limitBefore = this.#controller.limit();
    this.#counted.sent(sentBytes);
    this.#handOver(bytes > 0 && sentBytes >= bytes);
    if (this.#controller.limit() > limitBefore) grantAll(this.#state);
  }

  release(outcome: "answered" | "overloaded" | "other"): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#handOver(false);
    const { kind, bytes } = this.#waiter;
    const nowMs = this.#state.clock.monotonicMs();
    if (outcome === "overloaded") this.#controller.overloaded(nowMs);
    if (outcome === "answered" && (bytes > 0 || kind === "small")) {
      this.#counted.answered(bytes);
      this.#controller.answered(this.#counted.tookMs(), nowMs, this.#isSaturated());
    }
    hold(this.#state, this.#waiter, -1);
    grantAll(this.#state);
  }

  get #controller(): ConcurrencyController {
    return this.#state.controllers[this.#waiter.kind];
  }

  #isSaturated(): boolean {
    const { kind } = this.#waiter;
    const isFull = this.#state.busy[kind] >= this.#controller.limit();
    // More small requests at a time are no more a second where this process has no time left for them.
    return isFull && (kind === "bulk" || !this.#state.isProcessBusy());
  }

  #handOver(isNow: boolean): void {
    if (isNow === this.#isHandedOver || this.#waiter.kind === "small") return;
    this.#isHandedOver = isNow;
    this.#state.handedOver += isNow ? 1 : -1;
  }
}

/** Begins a large upload, ends it, or asks about it: a few for each file, and no data that could fill the line. */
const isControl = ({ kind, bytes }: Waiter): boolean => kind === "bulk" && bytes === 0;

/** A right that nobody waits for: under a speed limit all others are held by data that waits for its turn. */
const toControlSlot = (state: SlotState): Slot => ({
  sent: () => undefined,
  release: (outcome) => {
    if (outcome === "overloaded") state.controllers.bulk.overloaded(state.clock.monotonicMs());
  },
});

/** Half of `fillMs`, after which a change shows: seldom enough to cost nothing, often enough to lose no time. */
const pollIntervalMs = 50;

/** While no part was answered yet, nobody else would notice that all of them only wait. */
const pollForWaiting = async (state: SlotState, signal: AbortSignal): Promise<void> => {
  if (state.isPolling) return;
  state.isPolling = true;
  const { clock, controllers, busy } = state;
  try {
    for (let isGoing = true; isGoing && busy.bulk > 0;) {
      await clock.sleep(pollIntervalMs, signal);
      const isWaiting = state.handedOver * 2 > busy.bulk && busy.bulk >= controllers.bulk.limit();
      const limitBefore = controllers.bulk.limit();
      if (isWaiting) isGoing = controllers.bulk.standsWaiting(clock.monotonicMs());
      if (controllers.bulk.limit() > limitBefore) grantAll(state);
    }
  } catch (thrown) {
    // The transfer that it began with is over; the next one begins it again.
    if (!signal.aborted) throw thrown;
  } finally {
    state.isPolling = false;
  }
};

/** Below a speed limit more connections bring nothing, and all parts would be under way for long, and lost at a cut. */
const limitedPartSeconds = 4;
/** Connections: while one waits for its answer, the other sends. */
const minLimitedConnections = 2;

const bulkLimit = ({ controllers, waiters, currentLimit }: SlotState): number => {
  const bytesPerSecond = currentLimit();
  const partBytes = waiters.waiting.find(({ kind, bytes }) => kind === "bulk" && bytes > 0)?.bytes;
  if (bytesPerSecond === null || partBytes === undefined) return controllers.bulk.limit();
  const worthwhile = Math.ceil((bytesPerSecond * limitedPartSeconds) / partBytes);
  return Math.min(controllers.bulk.limit(), Math.max(minLimitedConnections, worthwhile));
};

/** The place of who gets the next connection; -1 for nobody. */
const nextWaiter = (state: SlotState): number => {
  const { controllers, busy, held } = state;
  const { waiting } = state.waiters;
  const maxSmall = controllers.small.limit();
  // Small files alone go in the order in which they came.
  if (!waiting.some(({ kind }) => kind === "bulk"))
    return waiting.length > 0 && busy.small < maxSmall ? 0 : -1;
  const requests = waiting.map(({ kind, transferId }) => ({
    isBulk: kind === "bulk",
    held: held.get(transferId) ?? 0,
  }));
  return nextSlotRequest(requests, busy, { small: maxSmall, bulk: bulkLimit(state) });
};

const grantAll = (state: SlotState): void => {
  const { waiting } = state.waiters;
  for (;;) {
    const index = nextWaiter(state);
    const waiter = waiting[index];
    if (!waiter) return;
    hold(state, waiter, 1);
    state.waiters.grant(index, new HeldSlot(state, waiter));
    // Rejects only for a bug.
    if (waiter.kind === "bulk" && waiter.bytes > 0) void pollForWaiting(state, waiter.signal);
  }
};

/**
 * Slots whose number follows `bounds`, what the connections bring, the speed limit (bytes a second; null: none), and for
 * small files whether this process has time for more.
 */
export const createConnectionSlots = (
  clock: Clock,
  bounds: SlotBounds,
  currentLimit: () => number | null = () => null,
  isProcessBusy: () => boolean = () => false,
): ConnectionSlots => {
  const state: SlotState = {
    clock,
    currentLimit,
    isProcessBusy,
    controllers: {
      small: createSmallFileConcurrency(bounds.small),
      bulk: createPartConcurrency(bounds.bulk),
    },
    busy: { small: 0, bulk: 0 },
    held: new Map(),
    waiters: createWaitList(() => grantAll(state)),
    handedOver: 0,
    isPolling: false,
  };
  return {
    limit: (kind) => state.controllers[kind].limit(),
    expectParts: (pace) => state.controllers.bulk.expect(pace),
    partPace: () => (currentLimit() === null ? state.controllers.bulk.pace() : null),
    acquire: (waiter) =>
      isControl(waiter)
        ? Promise.resolve(toControlSlot(state))
        : state.waiters.wait(waiter, waiter.signal),
  };
};
