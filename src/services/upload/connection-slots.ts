import { nextSlotRequest } from "../../domain/queue-order.ts";
import type { Clock } from "../ports/clock.ts";
import { createBulkGovernor, fillMs } from "./bulk-governor.ts";
import { createSmallGovernor, type ConnectionGovernor } from "./connection-governor.ts";
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
}

export interface SlotBounds {
  readonly small: { readonly first: number; readonly most: number };
  readonly bulk: { readonly first: number; readonly most: number };
}

/** Small ones double with each round trip: from 16 the first 2,000 files at 40 ms take 4 % longer. */
export const defaultSlotBounds: SlotBounds = {
  small: { first: 32, most: 128 },
  bulk: { first: 6, most: 64 },
};

interface SlotState {
  readonly clock: Clock;
  readonly currentLimit: () => number | null;
  readonly governors: Readonly<Record<SlotKind, ConnectionGovernor>>;
  readonly busy: Record<SlotKind, number>;
  /** Slots in use by transfer. */
  readonly held: Map<string, number>;
  readonly waiters: WaitList<Waiter, Slot>;
  /** Parts that are handed over and wait for their answers. */
  handedOver: number;
  isLooking: boolean;
}

const hold = (state: SlotState, { transferId, kind }: Waiter, change: 1 | -1): void => {
  const count = (state.held.get(transferId) ?? 0) + change;
  if (count > 0) state.held.set(transferId, count);
  else state.held.delete(transferId);
  state.busy[kind] += change;
};

/**
 * Bytes of one request that got through. What is sent at first, from the first byte on (a connection may take long to
 * be made), only fills buffers on the way: counted at once it would look like speed on a line that has none. It counts
 * when the answer is there, as far as it came lately: requests that began together end together, in no time.
 */
const createByteCount = (state: SlotState, governor: ConnectionGovernor, kind: SlotKind) => {
  const startedMs = state.clock.monotonicMs();
  let firstSentMs: number | null = null;
  let filledBytes = 0;
  let counted = 0;
  const tookMs = () => state.clock.monotonicMs() - startedMs;
  const count = (bytes: number): void => {
    if (bytes <= 0) return;
    counted += bytes;
    governor.moved(bytes, state.clock.monotonicMs(), state.busy[kind] >= governor.limit());
  };
  return {
    sent: (sentBytes: number): void => {
      if (sentBytes === 0) return;
      const nowMs = state.clock.monotonicMs();
      firstSentMs ??= nowMs;
      if (nowMs - firstSentMs < fillMs) filledBytes = sentBytes;
      else count(sentBytes - filledBytes - counted);
    },
    arrived: (bytes: number): void =>
      count((bytes - counted) * Math.min(1, fillMs / Math.max(1, tookMs()))),
    tookMs,
  };
};

const toSlot = (state: SlotState, waiter: Waiter): Slot => {
  const { kind, bytes } = waiter;
  const governor = state.governors[kind];
  const through = createByteCount(state, governor, kind);
  let isHandedOver = false;
  let isHeld = true;
  const handOver = (isNow: boolean): void => {
    if (isNow === isHandedOver || kind === "small") return;
    isHandedOver = isNow;
    state.handedOver += isNow ? 1 : -1;
  };
  return {
    sent: (sentBytes) => {
      const limitBefore = governor.limit();
      through.sent(sentBytes);
      handOver(bytes > 0 && sentBytes >= bytes);
      if (governor.limit() > limitBefore) grantAll(state);
    },
    release: (outcome) => {
      if (!isHeld) return;
      isHeld = false;
      handOver(false);
      const nowMs = state.clock.monotonicMs();
      if (outcome === "overloaded") governor.overloaded(nowMs);
      if (outcome === "answered" && (bytes > 0 || kind === "small")) {
        through.arrived(bytes);
        governor.answered(through.tookMs(), nowMs, state.busy[kind] >= governor.limit());
      }
      hold(state, waiter, -1);
      grantAll(state);
    },
  };
};

const lookEveryMs = 50;

/** While no part was answered yet, nobody else would notice that all of them only wait. */
const lookForWaiting = async (state: SlotState, signal: AbortSignal): Promise<void> => {
  if (state.isLooking) return;
  state.isLooking = true;
  const { clock, governors, busy } = state;
  try {
    for (let goesOn = true; goesOn && busy.bulk > 0;) {
      await clock.sleep(lookEveryMs, signal);
      const isWaiting = state.handedOver * 2 > busy.bulk && busy.bulk >= governors.bulk.limit();
      const limitBefore = governors.bulk.limit();
      if (isWaiting) goesOn = governors.bulk.standsWaiting(clock.monotonicMs());
      if (governors.bulk.limit() > limitBefore) grantAll(state);
    }
  } catch (thrown) {
    // The transfer that it began with is over; the next one begins it again.
    if (!signal.aborted) throw thrown;
  } finally {
    state.isLooking = false;
  }
};

/** Below a speed limit more connections bring nothing, and all parts would be under way for long, and lost at a cut. */
const limitedPartSeconds = 4;
const fewestLimited = 2;

const bulkLimit = ({ governors, waiters, currentLimit }: SlotState): number => {
  const bytesPerSecond = currentLimit();
  const partBytes = waiters.waiting.find(({ kind, bytes }) => kind === "bulk" && bytes > 0)?.bytes;
  if (bytesPerSecond === null || partBytes === undefined) return governors.bulk.limit();
  const worthwhile = Math.ceil((bytesPerSecond * limitedPartSeconds) / partBytes);
  return Math.min(governors.bulk.limit(), Math.max(fewestLimited, worthwhile));
};

const grantAll = (state: SlotState): void => {
  const { governors, busy, held } = state;
  const { waiting } = state.waiters;
  while (waiting.length > 0) {
    const limits = { small: governors.small.limit(), bulk: bulkLimit(state) };
    if (!waiting.some(({ kind }) => busy[kind] < limits[kind])) return;
    const requests = waiting.map(({ kind, transferId }) => ({
      isBulk: kind === "bulk",
      held: held.get(transferId) ?? 0,
    }));
    const index = nextSlotRequest(requests, busy, limits);
    const waiter = waiting[index];
    if (!waiter) return;
    hold(state, waiter, 1);
    state.waiters.grant(index, toSlot(state, waiter));
    // Rejects only for a bug.
    if (waiter.kind === "bulk" && waiter.bytes > 0) void lookForWaiting(state, waiter.signal);
  }
};

/** Slots whose number follows `bounds`, what the connections bring, and the speed limit (bytes a second; null: none). */
export const createConnectionSlots = (
  clock: Clock,
  bounds: SlotBounds,
  currentLimit: () => number | null = () => null,
): ConnectionSlots => {
  const state: SlotState = {
    clock,
    currentLimit,
    governors: {
      small: createSmallGovernor(bounds.small),
      bulk: createBulkGovernor(bounds.bulk),
    },
    busy: { small: 0, bulk: 0 },
    held: new Map(),
    waiters: createWaitList(() => grantAll(state)),
    handedOver: 0,
    isLooking: false,
  };
  return {
    limit: (kind) => state.governors[kind].limit(),
    acquire: (waiter) => state.waiters.wait(waiter, waiter.signal),
  };
};
